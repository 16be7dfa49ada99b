/** @import { HouseResponse, SlotResponse, ViewingResponse } from 'entrata-http-adapter' */
/** @import { Stage } from '../types.js' */
/** @import { HouseState } from './house-screen.js' */
import { h } from '../dom/element.js';
import { dayAndTime } from '../parts/when.js';
import { Refusal } from '../shell/api.js';

/**
 * @typedef {object} BookingChoice
 * @property {HouseResponse} house
 * @property {SlotResponse} slot
 * @property {string} timeZone where its times are read
 * @property {ViewingResponse | undefined} replaced the tour that this one takes the place of
 */

/**
 * Books the chosen slot: its two texts go back exactly as they came.
 *
 * @param {BookingChoice} choice
 * @param {Stage<HouseState>} stage
 */
export function bookingForm(choice, stage) {
  const { slot, timeZone, replaced } = choice;
  const isBusy = stage.isBusy('book');
  const label = replaced === undefined ? 'Book this tour' : 'Move it here';
  /** @param {Event} event */
  const onsubmit = (event) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const message = String(new FormData(event.currentTarget).get('message') ?? '').trim();
    stage.act('book', () => book(choice, message, stage));
  };
  return h(
    'form',
    { class: 'booking', 'aria-label': label, onsubmit },
    h(
      'p',
      {},
      h('strong', {}, slot.startsAt ? dayAndTime(slot.startsAt, slot.endsAt, timeZone) : slot.rawTime),
    ),
    replaced === undefined &&
      h(
        'label',
        { class: 'field' },
        h('span', {}, 'Message (optional)'),
        h('textarea', { name: 'message', rows: 2, maxlength: 2000 }),
      ),
    h('button', { type: 'submit', class: 'main', disabled: isBusy }, isBusy ? 'One moment …' : label),
  );
}

/**
 * @param {BookingChoice} choice
 * @param {string} message
 * @param {Stage<HouseState>} stage
 */
async function book({ house, slot, replaced }, message, { api, state, say, set, go }) {
  const { rawDate, rawTime } = slot;
  const { tourType, bookingKey } = state;
  const headers = { 'idempotency-key': bookingKey };
  const asked = { houseId: house.id, rawDate, rawTime, tourType, ...(message === '' ? {} : { message }) };
  try {
    /** @type {ViewingResponse} */
    const { status } =
      replaced === undefined
        ? await api.post('/api/viewings', asked, headers)
        : await api.post(`/api/viewings/${replaced.id}/reschedule`, { rawDate, rawTime }, headers);
    const isConfirmed = status === 'confirmed';
    say(
      isConfirmed ? 'Your tour is confirmed.' : 'Your tour is requested. You will see the answer here.',
      'good',
    );
    go('/tours');
  } catch (error) {
    // The answer is final: the next try is another booking.
    if (error instanceof Refusal && error.status >= 400 && error.status < 500) {
      set({ bookingKey: crypto.randomUUID(), slot: undefined });
    }
    throw error;
  }
}
