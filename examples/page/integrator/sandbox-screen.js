/** @import { SandboxView, Screen } from '../types.js' */
import { h } from '../dom/element.js';
import { badge } from '../parts/badge.js';
import { dataTable } from '../parts/data-table.js';
import { countText } from '../parts/figures.js';
import { momentText } from '../parts/when.js';
import { faultForm } from './fault-form.js';
import { webhookForm } from './webhook-form.js';

/** @typedef {{ readonly cid: string, readonly answer: string | undefined }} SandboxState */

/**
 * The sandbox Entrata: what it is told to send, how it is told to fail, and what it was asked.
 *
 * @type {Screen<SandboxView, SandboxState>}
 */
export const sandboxScreen = {
  title: 'Sandbox',
  start: () => ({ cid: '', answer: undefined }),
  load: ({ api }, signal) => api.get('/dev/sandbox', signal),
  everyMs: () => 1_500,
  view: (sandbox, stage) => [
    h('h1', {}, 'Sandbox Entrata'),
    h(
      'p',
      { class: 'quiet' },
      `In its ledger: ${countText(sandbox.leads, 'lead')}, ${countText(sandbox.appointments, 'appointment')}.`,
    ),
    h('div', { class: 'columns even' }, webhookForm(sandbox, stage), faultForm(sandbox, stage)),
    h('h2', {}, 'Calls it received'),
    dataTable(
      ['At', 'Method', 'Company', 'HTTP', 'Error', 'Fault'],
      sandbox.calls.map((call, index) => ({
        key: `${call.at} ${sandbox.calls.length - index}`,
        cells: [
          momentText(call.at),
          call.method ?? '–',
          call.subdomain ?? '–',
          call.status === 0 ? badge('dropped', 'bad') : call.status,
          call.errorCode ?? '–',
          call.fault === null ? '–' : badge(call.fault, 'busy'),
        ],
      })),
      'None yet.',
    ),
  ],
};
