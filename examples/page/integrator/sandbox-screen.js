/** @import { SandboxView, Screen, Stage } from '../types.js' */
import { h } from '../dom/element.js';
import { badge } from '../parts/badge.js';
import { dataTable } from '../parts/data-table.js';
import { countText } from '../parts/figures.js';
import { momentText } from '../parts/when.js';
import { Refusal } from '../shell/api.js';
import { faultForm } from './fault-form.js';
import { webhookForm } from './webhook-form.js';

/** @typedef {{ propertyId: string, status: number, word: string, logId: string | undefined }} Answer */
/** @typedef {{ readonly cid: string, readonly answers: readonly Answer[] }} SandboxState */

/**
 * The sandbox Entrata: what it is told to send, how it is told to fail, and what it was asked.
 *
 * @type {Screen<SandboxView | undefined, SandboxState>}
 */
export const sandboxScreen = {
  title: 'Sandbox',
  start: () => ({ cid: '', answers: [] }),
  load: async ({ api }, signal) => {
    try {
      return await api.get('/dev/sandbox', signal);
    } catch (error) {
      if (error instanceof Refusal && error.status === 404) return undefined;
      throw error;
    }
  },
  everyMs: () => 1_500,
  view: (sandbox, stage) => [
    h('h1', {}, 'Sandbox Entrata'),
    sandbox === undefined
      ? h('p', { class: 'card pad' }, 'This server speaks to an Entrata of another process.')
      : controls(sandbox, stage),
  ],
};

/**
 * @param {SandboxView} sandbox
 * @param {Stage<SandboxState>} stage
 */
function controls(sandbox, stage) {
  return [
    h(
      'p',
      { class: 'quiet' },
      `In its ledger: ${countText(sandbox.leads, 'lead')}, ${countText(sandbox.appointments, 'appointment')}.`,
    ),
    h('div', { class: 'columns even' }, webhookForm(sandbox, stage), faultForm(sandbox, stage)),
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
