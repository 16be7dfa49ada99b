/** @import { OperatorViewingResponse } from 'entrata-http-adapter' */
/** @import { Stage } from '../types.js' */
/** @import { RequestsState } from './requests-screen.js' */
import { h } from '../dom/element.js';
import { houseName } from '../parts/house-name.js';
import { rawSlot } from '../parts/raw-slot.js';
import { changeBadge, operatorBadge } from '../parts/status-badge.js';
import { dayAndTime } from '../parts/when.js';
import { Refusal } from '../shell/api.js';

const outcomes = { booked: 'It is booked', not_booked: 'It is not booked', send_again: 'Send it again' };
/** @type {Readonly<Record<NonNullable<OperatorViewingResponse['pendingChange']>, string>>} */
const changes = {
  cancel: 'The visitor has cancelled. Entrata does not know it yet.',
  reschedule: 'The visitor has asked for another time. Until Entrata has moved the tour, this one stands.',
};
const mayBookTwice = 'may_book_twice';

/**
 * One tour request.
 *
 * @param {OperatorViewingResponse} viewing
 * @param {Stage<RequestsState>} stage
 */
export function requestCard(viewing, stage) {
  const { house, visitor, startsAt, endsAt, rawDate, rawTime, message } = viewing;
  return h(
    'li',
    { class: `card pad${viewing.status === 'unknown' ? ' pressing' : ''}`, 'data-key': viewing.id },
    h(
      'div',
      { class: 'line' },
      h('h3', {}, houseName(house)),
      operatorBadge(viewing.status),
      changeBadge(viewing.pendingChange),
    ),
    h('p', { class: 'when' }, startsAt ? dayAndTime(startsAt, endsAt) : 'Enquiry without a time'),
    h(
      'p',
      { class: 'contact' },
      h('strong', {}, visitor?.name || 'Somebody'),
      visitor?.email && h('a', { href: `mailto:${visitor.email}` }, visitor.email),
      visitor?.phone && h('a', { href: `tel:${visitor.phone}` }, visitor.phone),
    ),
    message && h('blockquote', {}, message),
    viewing.pendingChange && h('p', { class: 'small' }, changes[viewing.pendingChange]),
    viewing.status === 'unknown' && unknown(viewing, stage),
    viewing.status === 'confirmed' &&
      viewing.appointment === 'missing' &&
      h(
        'p',
        { class: 'banner' },
        'Entrata has the lead but no appointment for it. Please enter the tour in Entrata, or call the visitor.',
      ),
    viewing.leadId && h('p', { class: 'small quiet' }, `Lead ${viewing.leadId} in Entrata`),
    rawSlot(rawDate, rawTime),
  );
}

/**
 * What is being done about a booking whose outcome nobody knows, and the means to resolve it manually.
 *
 * @param {OperatorViewingResponse} viewing
 * @param {Stage<RequestsState>} stage
 */
function unknown(viewing, stage) {
  const { id, note, house } = viewing;
  return h(
    'div',
    { class: 'banner', role: 'group', 'aria-label': `Resolve the tour of ${houseName(house)}` },
    h(
      'p',
      {},
      "Entrata's answer to this booking was lost: it may have been taken or not. ",
      whatIsDone(note),
    ),
    stage.state.asking === id ? question(id, stage) : choices(viewing, stage),
  );
}

/** @param {string | null | undefined} note */
function whatIsDone(note) {
  if (note === 'lookup_unavailable') {
    return 'It cannot be looked up from here, and nothing is sent twice. Please look in Entrata and resolve it:';
  }
  if (note === 'lookup_ambiguous') {
    return 'What Entrata shows does not say which, and nothing is sent twice. Please look in Entrata and resolve it:';
  }
  return 'We are looking it up at Entrata now; nothing is sent twice. You can also look yourself and resolve it:';
}

/**
 * What the visitor has cancelled is not sent again.
 *
 * @param {OperatorViewingResponse} viewing
 */
function outcomesOf({ pendingChange }) {
  const all = Object.entries(outcomes);
  return pendingChange === 'cancel' ? all.filter(([outcome]) => outcome !== 'send_again') : all;
}

/**
 * @param {OperatorViewingResponse} viewing
 * @param {Stage<RequestsState>} stage
 */
function choices(viewing, stage) {
  const { id } = viewing;
  return h(
    'div',
    { class: 'ask', 'data-key': 'choices' },
    outcomesOf(viewing).map(([outcome, text]) =>
      h(
        'button',
        {
          type: 'button',
          disabled: stage.isBusy(id),
          onclick: () => stage.act(id, () => resolveManually(id, { outcome }, stage)),
        },
        text,
      ),
    ),
  );
}

/**
 * Asked when nobody can tell whether Entrata has the tour.
 *
 * @param {string} id
 * @param {Stage<RequestsState>} stage
 */
function question(id, stage) {
  const finding = { outcome: 'send_again', evenIfBookedTwice: true };
  return h(
    'div',
    { class: 'ask', role: 'group', 'aria-label': 'Send it again?', 'data-key': 'question' },
    h('span', {}, 'Entrata may have this tour already. Sending it again may book it twice.'),
    h(
      'button',
      {
        type: 'button',
        class: 'danger',
        disabled: stage.isBusy(id),
        onclick: () => stage.act(id, () => resolveManually(id, finding, stage)),
      },
      'Send it even so',
    ),
    h(
      'button',
      {
        type: 'button',
        class: 'plain',
        'data-focus': true,
        onclick: () => stage.set({ asking: undefined }),
      },
      'Do not send it',
    ),
  );
}

/**
 * @param {string} id
 * @param {object} finding
 * @param {Stage<RequestsState>} stage
 */
async function resolveManually(id, finding, { api, set, say }) {
  try {
    /** @type {OperatorViewingResponse} */
    const { status } = await api.post(`/api/operator/viewings/${encodeURIComponent(id)}/settle`, finding);
    set({ asking: undefined });
    say(status === 'pending' ? 'It is sent again.' : 'Resolved.', 'good');
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== mayBookTwice) throw error;
    set({ asking: id });
  }
}
