/** @import { OperatorSummaryResponse, OperatorViewingResponse, ViewingResponse } from 'entrata-http-adapter' */
/** @import { Screen } from '../types.js' */
import { h } from '../dom/element.js';
import { each } from '../parts/each.js';
import { houseName } from '../parts/house-name.js';
import { dayOf } from '../parts/when.js';
import { requestCard } from './request-card.js';

/**
 * `asking` is the viewing that may be booked twice if it is sent again.
 *
 * @typedef {{ readonly search: string, readonly asking?: string | undefined }} RequestsState
 */
/** @typedef {{ readonly summary: OperatorSummaryResponse, readonly viewings: readonly OperatorViewingResponse[] }} Requests */

/** @param {OperatorViewingResponse} viewing */
const isLive = ({ status }) => ['pending', 'confirmed'].includes(status);
/** @param {OperatorViewingResponse} viewing */
const dayOfTour = ({ startsAt }) => (startsAt && dayOf(startsAt)) || undefined;

/** @type {readonly { title: string, has: (viewing: OperatorViewingResponse, today: string) => boolean }[]} */
const groups = [
  {
    title: 'Needs a look',
    has: ({ status, appointment }) =>
      status === 'unknown' || (status === 'confirmed' && appointment === 'missing'),
  },
  { title: 'Today', has: (viewing, today) => isLive(viewing) && dayOfTour(viewing) === today },
  { title: 'Upcoming', has: (viewing, today) => isLive(viewing) && (dayOfTour(viewing) ?? '') > today },
  { title: 'Without a time', has: (viewing) => isLive(viewing) && dayOfTour(viewing) === undefined },
  { title: 'Past', has: isLive },
  { title: 'Cancelled or not booked', has: () => true },
];

/** @type {readonly (readonly [ViewingResponse['status'], string])[]} */
const tiles = [
  ['confirmed', 'Confirmed'],
  ['pending', 'Pending'],
  ['unknown', 'Unknown'],
  ['cancelled', 'Cancelled'],
];

/**
 * The operator's dashboard: who wants to tour which of the own houses, when, and how to reach them.
 *
 * @type {Screen<Requests, RequestsState>}
 */
export const requestsScreen = {
  title: 'Tour requests',
  start: () => ({ search: '' }),
  async load({ api }, signal) {
    const [summary, viewings] = await Promise.all([
      api.get('/api/operator/summary', signal),
      api.get('/api/operator/viewings?limit=200', signal),
    ]);
    return { summary, viewings: viewings.items };
  },
  everyMs: ({ viewings }) =>
    viewings.some(
      ({ status, pendingChange }) => status === 'pending' || status === 'unknown' || pendingChange,
    )
      ? 1_000
      : 3_000,
  view: ({ summary, viewings }, stage) => {
    /** @param {Event} event */
    const oninput = (event) => {
      if (event.currentTarget instanceof HTMLInputElement) stage.set({ search: event.currentTarget.value });
    };
    return [
      h('h1', {}, 'Tour requests'),
      h('p', { class: 'quiet' }, summary.operator?.name),
      h(
        'dl',
        { class: 'tiles' },
        tiles.map(([status, text]) =>
          h('div', {}, h('dt', {}, text), h('dd', {}, summary.viewings?.[status] ?? 0)),
        ),
      ),
      h(
        'label',
        { class: 'field' },
        h('span', {}, 'Search by house or visitor'),
        h('input', { type: 'search', oninput }),
      ),
      grouped(found(viewings, stage.state.search)).map(({ title, members }) => [
        h('h2', { 'data-key': title }, title),
        h(
          'ul',
          { class: 'requests', 'data-key': `list ${title}` },
          each(members, (viewing) => requestCard(viewing, stage)),
        ),
      ]),
      viewings.length === 0 && h('p', { class: 'card pad quiet' }, 'No tour request yet.'),
    ];
  },
};

/**
 * @param {readonly OperatorViewingResponse[]} viewings
 * @param {string} search
 */
function found(viewings, search) {
  const wanted = search.trim().toLowerCase();
  return viewings.filter(({ house, visitor }) =>
    `${houseName(house)} ${visitor?.name ?? ''}`.toLowerCase().includes(wanted),
  );
}

/**
 * Each viewing in the first group that has it; groups without any left out. Tours stand in their order in time.
 *
 * @param {readonly OperatorViewingResponse[]} viewings
 */
function grouped(viewings) {
  const today = dayOf(new Date());
  const sorted = viewings.toSorted((one, other) => (one.startsAt ?? '').localeCompare(other.startsAt ?? ''));
  const byGroup = groups.map(({ title }) => ({
    title,
    members: /** @type {OperatorViewingResponse[]} */ ([]),
  }));
  for (const viewing of sorted) {
    byGroup[groups.findIndex(({ has }) => has(viewing, today))]?.members.push(viewing);
  }
  return byGroup.filter(({ members }) => members.length > 0);
}
