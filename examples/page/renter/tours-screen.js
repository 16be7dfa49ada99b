/** @import { ViewingResponse, ViewingsResponse } from 'entrata-http-adapter' */
/** @import { Screen, Stage } from '../types.js' */
import { h } from '../dom/element.js';
import { each } from '../parts/each.js';
import { addressText, houseName } from '../parts/house-name.js';
import { picture } from '../parts/picture.js';
import { rawSlot } from '../parts/raw-slot.js';
import { changeBadge, renterBadge } from '../parts/status-badge.js';
import { dayAndTime } from '../parts/when.js';
import { tourChanges } from './tour-changes.js';

/** @typedef {{ readonly asking: string | undefined }} ToursState `asking`: the tour whose cancelling awaits a yes */

/** @param {ViewingResponse} viewing */
const isOpen = ({ status }) => status === 'pending' || status === 'unknown';
/** Neither cancelled nor come to nothing. @param {ViewingResponse} viewing */
const stands = (viewing) => isOpen(viewing) || viewing.status === 'confirmed';
/** @param {ViewingResponse} viewing */
const isOver = ({ startsAt, endsAt }) => Date.parse(endsAt ?? startsAt ?? '9999-12-31') < Date.now();

/** @param {ViewingResponse} viewing */
const isChangeable = (viewing) => stands(viewing) && !viewing.pendingChange && !isOver(viewing);

/** @type {readonly { title: string, has: (viewing: ViewingResponse) => boolean }[]} */
const groups = [
  { title: 'Coming up', has: (viewing) => stands(viewing) && !isOver(viewing) },
  { title: 'Past', has: (viewing) => stands(viewing) && isOver(viewing) },
  { title: 'Cancelled or not booked', has: (viewing) => !stands(viewing) },
];

/**
 * The renter's own tours; what is pending turns confirmed while one looks.
 *
 * @type {Screen<ViewingsResponse, ToursState>}
 */
export const toursScreen = {
  title: 'Tours',
  start: () => ({ asking: undefined }),
  load: ({ api }, signal) => api.get('/api/viewings?limit=200', signal),
  everyMs: ({ items }) => (items.some((each) => isOpen(each) || each.pendingChange) ? 1_000 : 10_000),
  view: ({ items }, stage) => [
    h('h1', {}, 'Your tours'),
    items.length === 0 &&
      h(
        'div',
        { class: 'card pad' },
        h('p', {}, 'No tours yet. Pick a house and a time, and the tour stands here.'),
        h('p', {}, h('a', { href: '#/houses' }, 'Find a house')),
      ),
    groups.map(({ title, has }) => {
      const viewings = items.filter(has);
      return (
        viewings.length > 0 && [
          h('h2', { 'data-key': title }, title),
          h(
            'ul',
            { class: 'tours', 'data-key': `list ${title}` },
            each(viewings, (viewing) => tourCard(viewing, stage)),
          ),
        ]
      );
    }),
  ],
};

/**
 * @param {ViewingResponse} viewing
 * @param {Stage<ToursState>} stage
 */
function tourCard(viewing, stage) {
  const { house } = viewing;
  return h(
    'li',
    { class: 'card tour', 'data-key': viewing.id },
    picture(house?.image, ''),
    h(
      'div',
      { class: 'pad' },
      h(
        'div',
        { class: 'line' },
        h('h3', {}, houseName(house)),
        changeBadge(viewing.pendingChange) ?? renterBadge(viewing.status),
      ),
      h('p', { class: 'when' }, whenText(viewing)),
      h('p', { class: 'small quiet' }, addressText(house?.street, house?.city, house?.state)),
      reason(viewing),
      rawSlot(viewing.rawDate, viewing.rawTime),
      isChangeable(viewing) && tourChanges(viewing, stage),
    ),
  );
}

/** @param {ViewingResponse} viewing */
function whenText({ startsAt, endsAt, rawDate, rawTime }) {
  if (startsAt) return dayAndTime(startsAt, endsAt);
  return [rawDate, rawTime].filter(Boolean).join(' ') || 'Enquiry without a time';
}

/** @param {ViewingResponse} viewing */
function reason(viewing) {
  const { status, note, pendingChange } = viewing;
  if (pendingChange === 'cancel') {
    const text =
      status === 'unknown'
        ? 'We are finding out whether the property has this tour. If it has, we cancel it there.'
        : 'We are telling the property that you do not come.';
    return h('p', { class: 'small' }, text);
  }
  if (pendingChange === 'reschedule') {
    const text = 'We are asking the property for the other time. Until it answers, this one stands.';
    return h('p', { class: 'small' }, text);
  }
  if (note === 'cancel_refused') {
    return h('p', { class: 'small' }, 'This tour cannot be cancelled online. Please call the property.');
  }
  if (note === 'rescheduled') return h('p', { class: 'small' }, 'Moved to another time.');
  if (isOpen(viewing)) {
    return h('p', { class: 'small' }, 'We are waiting for the property to answer. You need not do anything.');
  }
  if (status === 'rejected') {
    const text =
      note === 'slot_not_offered'
        ? 'Somebody else was faster: this time is taken.'
        : 'The property could not take this tour.';
    return h('p', { class: 'small' }, text);
  }
  return (
    status === 'failed' &&
    h('p', { class: 'small' }, 'The property could not be reached. Please try another time.')
  );
}
