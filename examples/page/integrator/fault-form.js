/** @import { SandboxView, Stage } from '../types.js' */
/** @import { SandboxState } from './sandbox-screen.js' */
import { h } from '../dom/element.js';
import { choice } from '../parts/choice.js';

/** @type {readonly (readonly [string, string])[]} */
const kinds = [
  ['lose_reply', 'The reply is lost'],
  ['delay', 'Answers 3 seconds late'],
  ['late', 'Acts, then answers 15 seconds late'],
  ['reset', 'Drops the connection'],
  ['cut_body', 'Cuts the reply in half'],
  ['too_many', '429 Too Many Requests'],
  ['status', 'HTTP 500'],
  ['html', 'HTML of a CDN'],
  ['error', 'An error of Entrata (code 316)'],
];

/** @param {string} kind */
const textOf = (kind) => kinds.find(([name]) => name === kind)?.[1] ?? kind;

/** @type {readonly (readonly [string, string])[]} */
const methods = [
  ['sendLeads', 'sendLeads (booking)'],
  ['getTourAvailability', 'getTourAvailability (tour times)'],
  ['getProperties', 'getProperties'],
  ['getMitsPropertyUnits', 'getMitsPropertyUnits'],
  ['getLeads', 'getLeads (looking a lead up)'],
  ['getAccessToken', 'getAccessToken (code exchange)'],
];

/** @type {readonly (readonly [string, string])[]} */
const times = [
  ['1', 'once'],
  ['3', '3 times'],
  ['10', '10 times'],
];

/**
 * Tells the sandbox how to fail.
 *
 * @param {SandboxView} sandbox
 * @param {Stage<SandboxState>} stage
 */
export function faultForm({ faults }, { api, act, isBusy }) {
  /** @param {Event} event */
  const onsubmit = (event) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const fields = new FormData(event.currentTarget);
    act('fail', () =>
      api.post('/dev/sandbox/faults', {
        kind: fields.get('kind'),
        method: fields.get('method'),
        times: Number(fields.get('times')),
      }),
    );
  };
  return h(
    'form',
    { class: 'card pad', 'aria-labelledby': 'fail', onsubmit },
    h('h2', { id: 'fail' }, 'Let it fail'),
    choice({ label: 'How', name: 'kind', options: kinds }),
    choice({ label: 'When asked for', name: 'method', options: methods }),
    choice({ label: 'How often', name: 'times', options: times }),
    h(
      'div',
      { class: 'ask' },
      h('button', { type: 'submit', class: 'main', disabled: isBusy('fail') }, 'Let it fail'),
      h(
        'button',
        {
          type: 'button',
          disabled: isBusy('heal'),
          onclick: () => act('heal', () => api.post('/dev/sandbox/faults/clear')),
        },
        'Let it work again',
      ),
    ),
    faults.length > 0 &&
      h(
        'ul',
        { class: 'plain-list', 'aria-label': 'Scripted faults' },
        faults.map(({ id, kind, method, times: most, hits }) =>
          h('li', { 'data-key': String(id) }, `${textOf(kind)}, ${method}: ${hits} of ${most}`),
        ),
      ),
  );
}
