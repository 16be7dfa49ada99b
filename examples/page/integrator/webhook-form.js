/** @import { Stage } from '../types.js' */
/** @import { Answer, SandboxState, ShownSandbox } from './sandbox-screen.js' */
import { h } from '../dom/element.js';
import { choice } from '../parts/choice.js';
import { answerLine, readAnswer } from './webhook-answer.js';

const requestTypes = ['ACTIVATION', 'SUSPENDED', 'CHANGE_FEED_TYPE', 'UNSUBSCRIBED'];
/** In the place of a type, and of whether a code travels along. */
const another = 'another';

/** @type {Readonly<Record<string, boolean | undefined>>} */
const withCode = { usual: undefined, fresh: true, none: false };

/**
 * Has the sandbox send any webhook, and shows the answer and the row that it made.
 *
 * @param {ShownSandbox} shown
 * @param {Stage<SandboxState>} stage
 */
export function webhookForm({ sandbox: { companies }, log }, { api, state, set, act, isBusy }) {
  const company = companies.find(({ cid }) => cid === state.cid) ?? companies[0];
  /** @param {Event} event */
  const onsubmit = (event) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const fields = new FormData(event.currentTarget);
    const propertyId = fields.get('propertyId');
    const propertyIds = propertyId === 'all' ? company?.properties.map(({ id }) => id) : [propertyId];
    act('send', async () => {
      /** @type {Answer[]} */
      const answers = [];
      for (const each of propertyIds ?? []) {
        const { status, answer } = await api.post('/dev/sandbox/webhooks', {
          cid: company?.cid,
          propertyId: each,
          requestType: fields.get('otherType') ?? fields.get('requestType'),
          isProven: fields.get('sender') !== 'unproven',
          withCode: withCode[String(fields.get('code'))],
        });
        answers.push({ propertyId: String(each), status, ...readAnswer(answer) });
      }
      set({ answers });
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
          ({ id, name, city }) =>
            /** @type {const} */ ([id, `${id} ${[name, city].filter(Boolean).join(', ')}`]),
        ),
      ],
    }),
    choice({
      label: 'Type',
      name: 'requestType',
      options: [...requestTypes.map((type) => /** @type {const} */ ([type, type])), [another, 'Another one']],
      onchoose: (type) => set({ type }),
    }),
    state.type === another &&
      h(
        'label',
        { class: 'field' },
        h('span', {}, 'Name of the type'),
        h('input', { type: 'text', name: 'otherType', required: true, maxlength: 64, autocomplete: 'off' }),
      ),
    choice({
      label: 'Code',
      name: 'code',
      options: [
        ['usual', 'a fresh one with an ACTIVATION'],
        ['fresh', 'a fresh one'],
        ['none', 'none'],
      ],
    }),
    choice({
      label: 'Sender',
      name: 'sender',
      options: [
        ['proven', 'with the URL secret'],
        ['unproven', 'without it'],
      ],
    }),
    h('button', { type: 'submit', class: 'main', disabled: isBusy('send') }, 'Send'),
    h(
      'div',
      { role: 'status', 'aria-label': 'Answers' },
      state.answers.length > 0 &&
        h(
          'ul',
          { class: 'plain-list' },
          state.answers.map((answer) => answerLine(answer, log)),
        ),
    ),
  );
}
