/** @import { OperatorViewing, Stage } from '../types.js' */
/** @import { RequestsState } from './requests-screen.js' */
import { h } from '../dom/element.js';
import { rawSlot } from '../parts/raw-slot.js';
import { operatorBadge } from '../parts/status-badge.js';
import { dayAndTime } from '../parts/when.js';

const outcomes = { booked: 'It is booked', not_booked: 'It is not booked', send_again: 'Send it again' };

/**
 * One tour request.
 *
 * @param {OperatorViewing} viewing
 * @param {Stage<RequestsState>} stage
 */
export function requestCard(viewing, stage) {
  const { house, visitor, startsAt, endsAt, rawDate, rawTime, message } = viewing;
  return h(
    'li',
    { class: `card pad${viewing.status === 'unknown' ? ' pressing' : ''}`, 'data-key': viewing.id },
    h('div', { class: 'line' }, h('h3', {}, house?.title ?? 'A house'), operatorBadge(viewing.status)),
    h('p', { class: 'when' }, startsAt === null ? 'Enquiry without a time' : dayAndTime(startsAt, endsAt)),
    h(
      'p',
      { class: 'contact' },
      h('strong', {}, visitor?.name ?? 'Somebody'),
      visitor?.email && h('a', { href: `mailto:${visitor.email}` }, visitor.email),
      visitor?.phone && h('a', { href: `tel:${visitor.phone}` }, visitor.phone),
    ),
    message !== null && h('blockquote', {}, message),
    viewing.status === 'unknown' && unknown(viewing, stage),
    viewing.status === 'confirmed' &&
      viewing.appointment === 'missing' &&
      h(
        'p',
        { class: 'banner' },
        'Entrata has the lead but no appointment for it. Please enter the tour in Entrata, or call the visitor.',
      ),
    viewing.leadId !== null && h('p', { class: 'small quiet' }, `Lead ${viewing.leadId} in Entrata`),
    rawSlot(rawDate, rawTime),
  );
}

/**
 * What is being done about a booking whose outcome nobody knows, and the means to settle it by hand.
 *
 * @param {OperatorViewing} viewing
 * @param {Stage<RequestsState>} stage
 */
function unknown({ id, note, house }, { api, act, isBusy, say }) {
  const isLookedUp = note !== 'lookup_unavailable';
  return h(
    'div',
    { class: 'banner', role: 'group', 'aria-label': `Settle the tour of ${house?.title ?? 'a house'}` },
    h(
      'p',
      {},
      "Entrata's answer to this booking was lost: it may have been taken or not. ",
      isLookedUp
        ? 'We are looking it up at Entrata now; nothing is sent twice. You can also look yourself and settle it:'
        : 'It cannot be looked up from here, and nothing is sent twice. Please look in Entrata and settle it:',
    ),
    h(
      'div',
      { class: 'ask' },
      Object.entries(outcomes).map(([outcome, text]) =>
        h(
          'button',
          {
            type: 'button',
            disabled: isBusy(id),
            onclick: () =>
              act(id, async () => {
                await api.post(`/api/operator/viewings/${encodeURIComponent(id)}/settle`, { outcome });
                say('Settled.', 'good');
              }),
          },
          text,
        ),
      ),
    ),
  );
}
