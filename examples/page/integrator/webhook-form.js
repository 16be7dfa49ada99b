/** @import { SandboxView, Stage } from '../types.js' */
/** @import { Answer, SandboxState } from './sandbox-screen.js' */
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
      /** @type {Answer[]} */
      const answers = [];
      for (const each of propertyIds ?? []) {
        const { status, answer } = await api.post('/dev/sandbox/webhooks', {
          cid: company?.cid,
          propertyId: each,
          requestType: fields.get('requestType'),
          isProven: fields.get('sender') !== 'unproven',
        });
        answers.push({ propertyId: String(each), status, ...read(answer) });
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
    state.answers.length > 0 &&
      h(
        'ul',
        { class: 'plain-list', role: 'status', 'aria-label': 'Answers' },
        state.answers.map(answerLine),
      ),
  );
}

/**
 * What the server said to one webhook, and where to see what followed it.
 *
 * @param {Answer} answer
 */
function answerLine({ propertyId, status, word, logId }) {
  return h(
    'li',
    { 'data-key': logId ?? propertyId },
    `${propertyId}: ${status} ${word} `,
    logId !== undefined && h('a', { href: `#/webhooks/${encodeURIComponent(logId)}` }, 'Log'),
  );
}

/**
 * Our own answer is JSON; anything else is shown as it is.
 *
 * @param {string} body
 * @returns {Pick<Answer, 'word' | 'logId'>}
 */
function read(body) {
  try {
    const { status, code, logId, requestId } = JSON.parse(body);
    return { word: typeof status === 'string' ? status : code, logId: logId ?? requestId };
  } catch {
    return { word: body, logId: undefined };
  }
}
