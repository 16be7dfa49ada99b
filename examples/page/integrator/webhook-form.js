/** @import { SandboxView, Stage } from '../types.js' */
/** @import { SandboxState } from './sandbox-screen.js' */
import { h } from '../dom/element.js';
import { choice } from '../parts/choice.js';

const requestTypes = ['ACTIVATION', 'SUSPENDED', 'CHANGE_FEED_TYPE', 'UNSUBSCRIBED'];

/**
 * Has the sandbox send a webhook.
 *
 * @param {SandboxView} sandbox
 * @param {Stage<SandboxState>} stage
 */
export function webhookForm({ companies }, { api, state, set, act, isBusy }) {
  const company = companies.find(({ cid }) => cid === state.cid) ?? companies[0];
  /** @param {Event} event */
  const onsubmit = (event) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const fields = new FormData(event.currentTarget);
    const propertyId = fields.get('propertyId');
    const propertyIds = propertyId === 'all' ? company?.properties.map(({ id }) => id) : [propertyId];
    act('send', async () => {
      /** @type {string[]} */
      const answers = [];
      for (const each of propertyIds ?? []) {
        const { status, answer } = await api.post('/dev/sandbox/webhooks', {
          cid: company?.cid,
          propertyId: each,
          requestType: fields.get('requestType'),
          isProven: fields.get('sender') !== 'unproven',
        });
        answers.push(`${each}: ${status} ${answer}`);
      }
      set({ answer: answers.join('\n') });
    });
  };
  return h(
    'form',
    { class: 'card pad', 'aria-labelledby': 'send', onsubmit },
    h('h2', { id: 'send' }, 'Send a webhook'),
    choice({
      label: 'Company',
      name: 'cid',
      options: companies.map(({ cid, name }) => [cid, `${name} (${cid})`]),
      onchoose: (cid) => set({ cid }),
    }),
    choice({
      label: 'Property',
      name: 'propertyId',
      options: [
        ['all', 'All of them, one after the other'],
        ...(company?.properties ?? []).map(
          ({ id, name, city }) => /** @type {const} */ ([id, `${id} ${name}, ${city}`]),
        ),
      ],
    }),
    choice({ label: 'Type', name: 'requestType', options: requestTypes.map((type) => [type, type]) }),
    choice({
      label: 'Sender',
      name: 'sender',
      options: [
        ['proven', 'with the URL secret'],
        ['unproven', 'without it'],
      ],
    }),
    h('button', { type: 'submit', class: 'main', disabled: isBusy('send') }, 'Send'),
    state.answer !== undefined &&
      h('pre', { class: 'answers', role: 'status', tabindex: 0, 'aria-label': 'Answers' }, state.answer),
  );
}
