/** @import { WebhookCountsResponse, WebhooksResponse } from 'entrata-http-adapter' */
/** @import { Screen, Stage } from '../types.js' */
import { h } from '../dom/element.js';
import { choice } from '../parts/choice.js';
import { dataTable } from '../parts/data-table.js';
import { countText } from '../parts/figures.js';
import { outcomeBadge } from '../parts/outcome-badge.js';
import { momentText } from '../parts/when.js';
import { countsByDay } from './counts-by-day.js';

/** @typedef {{ requestType: string, outcome: string, cid: string, propertyId: string, from: string, to: string }} Filter */
/** @typedef {{ readonly filter: Filter, readonly limit: number }} WebhooksState */
/** @typedef {WebhookCountsResponse['items'][number]} DayCount */
/** @typedef {{ readonly log: WebhooksResponse, readonly counts: readonly DayCount[] }} Webhooks */

const countedDays = 14;
const outcomes = ['accepted', 'duplicate', 'ignored', 'held', 'released', 'dropped', 'refused', 'failed'];

/** @type {Filter} */
const noFilter = { requestType: '', outcome: '', cid: '', propertyId: '', from: '', to: '' };

/**
 * Every request at the webhook URL, newest first, and how many of which type came on which day.
 *
 * @type {Screen<Webhooks, WebhooksState>}
 */
export const webhooksScreen = {
  title: 'Webhooks',
  start: () => ({ filter: noFilter, limit: 50 }),
  async load({ api, state }, signal) {
    const query = new URLSearchParams({ limit: String(state.limit) });
    for (const [name, value] of Object.entries(state.filter)) {
      if (value !== '') query.set(name, isInstant(name) ? new Date(value).toISOString() : value);
    }
    const range = new URLSearchParams({
      from: new Date(Date.now() - countedDays * 86_400_000).toISOString(),
      to: new Date(Date.now() + 60_000).toISOString(),
    });
    const [log, counts] = await Promise.all([
      api.get(`/api/admin/webhooks?${query}`, signal),
      api.get(`/api/admin/webhook-counts?${range}`, signal),
    ]);
    return { log, counts: counts.items };
  },
  everyMs: () => 2_000,
  view: ({ log, counts }, stage) => [
    h('h1', {}, 'Webhook log'),
    countsByDay(counts, countedDays),
    filters(counts, stage),
    h(
      'p',
      { class: 'quiet', 'aria-live': 'polite' },
      countText(log.items.length, 'webhook'),
      log.next !== null && ' and more',
    ),
    dataTable(
      ['Received', 'Type', 'cid', 'Property', 'Outcome', 'HTTP', 'Took', 'Log id'],
      log.items,
      (webhook) => ({
        key: webhook.logId,
        cells: [
          momentText(webhook.receivedAt),
          webhook.requestType,
          webhook.cid,
          webhook.propertyId,
          [
            outcomeBadge(webhook.outcome),
            webhook.errorCode && h('code', { class: 'error' }, webhook.errorCode),
          ],
          webhook.httpStatus,
          typeof webhook.durationMs === 'number' ? `${webhook.durationMs} ms` : undefined,
          h('a', { href: `#/webhooks/${encodeURIComponent(webhook.logId)}` }, webhook.logId.slice(0, 8)),
        ],
      }),
      'No webhook fits.',
    ),
    log.next !== null &&
      stage.state.limit < 200 &&
      h(
        'button',
        {
          type: 'button',
          onclick: () => {
            stage.set({ limit: 200 });
            return stage.reload();
          },
        },
        'Show more',
      ),
  ],
};

/** @param {string} name */
function isInstant(name) {
  return name === 'from' || name === 'to';
}

/**
 * @param {readonly DayCount[]} counts
 * @param {Stage<WebhooksState>} stage
 */
function filters(counts, { state, set, reload }) {
  /** @param {Partial<Filter>} change */
  const narrow = (change) => {
    set({ filter: { ...state.filter, ...change } });
    void reload();
  };
  const types = [...new Set(counts.flatMap(({ requestType }) => requestType ?? []))].sort();
  /**
   * @param {'cid' | 'propertyId' | 'from' | 'to'} name
   * @param {string} label
   */
  const input = (name, label) => {
    /** @param {Event} event */
    const onchange = (event) => {
      if (event.currentTarget instanceof HTMLInputElement)
        narrow({ [name]: event.currentTarget.value.trim() });
    };
    const kind = isInstant(name)
      ? { type: 'datetime-local' }
      : { type: 'text', inputmode: 'numeric', pattern: '\\d*' };
    return h('label', { class: 'field' }, h('span', {}, label), h('input', { ...kind, name, onchange }));
  };
  return h(
    'form',
    { class: 'filters', 'aria-label': 'Filter the log', onsubmit: (event) => event.preventDefault() },
    choice({
      label: 'Type',
      options: [['', 'All'], ...types.map((type) => /** @type {const} */ ([type, type]))],
      onchoose: (requestType) => narrow({ requestType }),
    }),
    choice({
      label: 'Outcome',
      options: [['', 'All'], ...outcomes.map((each) => /** @type {const} */ ([each, each]))],
      onchoose: (outcome) => narrow({ outcome }),
    }),
    input('cid', 'cid'),
    input('propertyId', 'Property id'),
    input('from', 'From'),
    input('to', 'To'),
  );
}
