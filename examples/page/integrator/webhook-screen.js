/** @import { WebhookDetailsResponse, WebhookResponse } from 'entrata-http-adapter' */
/** @import { EntrataCall, Screen, Stage } from '../types.js' */
import { h } from '../dom/element.js';
import { badge } from '../parts/badge.js';
import { dataTable } from '../parts/data-table.js';
import { factList } from '../parts/fact-list.js';
import { outcomeBadge } from '../parts/outcome-badge.js';
import { momentText } from '../parts/when.js';
import { heldButtons } from './held-buttons.js';
import { taskTable } from './task-table.js';

/** @typedef {WebhookDetailsResponse & { readonly calls: readonly EntrataCall[] }} Followed */
/** @typedef {{ readonly rawQuery: string | undefined }} WebhookState */

/**
 * One webhook, and all that followed it.
 *
 * @type {Screen<Followed, WebhookState>}
 */
export const webhookScreen = {
  title: 'Webhook',
  start: () => ({ rawQuery: undefined }),
  async load({ api, params }, signal) {
    const id = encodeURIComponent(params.id ?? '');
    const [followed, calls] = await Promise.all([
      api.get(`/api/admin/webhooks/${id}`, signal),
      api.get(`/dev/calls?logId=${id}`, signal),
    ]);
    return { ...followed, calls: calls.items };
  },
  everyMs: () => 1_500,
  view: ({ webhook, tasks, property, calls }, stage) => [
    h('p', { class: 'small' }, h('a', { href: '#/webhooks' }, '← Webhook log')),
    h('h1', {}, webhook.requestType ?? 'Webhook without a type'),
    h(
      'div',
      { class: 'card pad' },
      factList([
        ['Log id', h('code', {}, webhook.logId)],
        ['Received', momentText(webhook.receivedAt)],
        ['From', webhook.remoteAddress],
        ['cid', webhook.cid],
        ['Property', webhook.propertyId],
        ['Outcome', outcomeBadge(webhook.outcome)],
        ['Answered', webhook.httpStatus],
        ['Error', webhook.errorCode && h('code', { class: 'error' }, webhook.errorCode)],
        ['Took', typeof webhook.durationMs === 'number' ? `${webhook.durationMs} ms` : undefined],
      ]),
      webhook.outcome === 'held' && heldButtons(webhook.logId, stage),
      sealedQuery(webhook, stage),
    ),
    h('h2', {}, 'What followed'),
    property &&
      h(
        'div',
        { class: 'card pad' },
        h('h3', {}, `Property ${property.name ?? property.propertyId} now`),
        factList([
          ['State', property.state],
          ['Wanted', property.desiredState],
          ['Approval', property.approval],
          ['Event', `${property.reachedSeq} of ${property.eventSeq}`],
          ['Fetched', property.lastFetchedAt && momentText(property.lastFetchedAt)],
          ['Error', property.lastError && h('code', { class: 'error' }, property.lastError)],
        ]),
      ),
    taskTable(tasks, stage, 'No task followed it.'),
    dataTable(
      ['Call to Entrata', 'Ended', 'Attempts', 'Took', 'Outcome'],
      calls,
      ({ at, method, attempts, durationMs, code }, index) => ({
        key: String(index),
        cells: [
          method,
          momentText(at),
          attempts,
          `${Math.round(durationMs)} ms`,
          code ? badge(code, 'bad') : badge('done', 'good'),
        ],
      }),
      'No call to Entrata followed it since this server started.',
    ),
  ],
};

/**
 * The raw query is sealed in the database, for it holds the one-time code: it is opened on demand, and that is logged.
 *
 * @param {WebhookResponse} webhook
 * @param {Stage<WebhookState>} stage
 */
function sealedQuery({ logId }, { api, state, set, act, isBusy }) {
  if (state.rawQuery !== undefined) {
    return h(
      'div',
      { class: 'sealed' },
      h('h2', {}, 'Query, as it came'),
      h('pre', { tabindex: 0, 'aria-label': 'Query' }, state.rawQuery === '' ? '(empty)' : state.rawQuery),
      h(
        'button',
        { type: 'button', class: 'plain', onclick: () => set({ rawQuery: undefined }) },
        'Close it',
      ),
    );
  }
  const open = async () => {
    const { rawQuery } = await api.get(`/api/admin/webhooks/${encodeURIComponent(logId)}/query`);
    set({ rawQuery: rawQuery ?? '' });
  };
  return h(
    'div',
    { class: 'sealed' },
    h(
      'button',
      { type: 'button', disabled: isBusy('open'), onclick: () => act('open', open) },
      'Open the sealed query',
    ),
    h('span', { class: 'small quiet' }, ' It holds the one-time code. Opening it is logged.'),
  );
}
