/** @import { WebhookResponse } from 'entrata-http-adapter' */
/** @import { Api, SandboxView, Screen, Stage } from '../types.js' */
import { h } from '../dom/element.js';
import { badge } from '../parts/badge.js';
import { dataTable } from '../parts/data-table.js';
import { countText } from '../parts/figures.js';
import { momentText } from '../parts/when.js';
import { Refusal } from '../shell/api.js';
import { faultForm } from './fault-form.js';
import { webhookForm } from './webhook-form.js';

/** @typedef {{ propertyId: string, status: number, words: string, logId: string | undefined }} Answer */
/** @typedef {{ readonly cid: string, readonly type: string, readonly answers: readonly Answer[] }} SandboxState */
/** @typedef {{ readonly sandbox: SandboxView, readonly log: readonly WebhookResponse[] }} ShownSandbox */

/**
 * The sandbox Entrata: what it is told to send, how it is told to fail, and what it was asked.
 *
 * @type {Screen<ShownSandbox | undefined, SandboxState>}
 */
export const sandboxScreen = {
  title: 'Sandbox',
  start: () => ({ cid: '', type: '', answers: [] }),
  load: async ({ api, state }, signal) => {
    const [sandbox, log] = await Promise.all([
      findSandbox(api, signal),
      // The rows that the answers below the form belong to.
      state.answers.length > 0 ? api.get('/api/admin/webhooks?limit=200', signal) : { items: [] },
    ]);
    return sandbox && { sandbox, log: log.items };
  },
  everyMs: () => 1_500,
  view: (shown, stage) => [
    h('h1', {}, 'Sandbox Entrata'),
    shown === undefined
      ? h('p', { class: 'card pad' }, 'This server speaks to an Entrata of another process.')
      : controls(shown, stage),
  ],
};

/**
 * @param {Api} api
 * @param {AbortSignal} signal
 * @returns {Promise<SandboxView | undefined>}
 */
async function findSandbox(api, signal) {
  try {
    return await api.get('/dev/sandbox', signal);
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return undefined;
    throw error;
  }
}

/**
 * @param {ShownSandbox} shown
 * @param {Stage<SandboxState>} stage
 */
function controls(shown, stage) {
  const { sandbox } = shown;
  return [
    h(
      'p',
      { class: 'quiet' },
      `In its ledger: ${countText(sandbox.leads, 'lead')}, ${countText(sandbox.appointments, 'appointment')}.`,
    ),
    h('div', { class: 'columns even' }, webhookForm(shown, stage), faultForm(sandbox, stage)),
    h('h2', {}, 'Calls it received'),
    dataTable(
      ['At', 'Method', 'Company', 'HTTP', 'Error', 'Fault'],
      sandbox.calls,
      (call, index) => ({
        key: `${call.at} ${sandbox.calls.length - index}`,
        cells: [
          momentText(call.at),
          call.method,
          call.subdomain,
          call.status === 0 ? badge('dropped', 'bad') : call.status,
          call.errorCode,
          call.fault ? badge(call.fault, 'busy') : undefined,
        ],
      }),
      'None yet.',
    ),
  ];
}
