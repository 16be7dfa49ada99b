/** @import { House, Slot, Stage, Viewing } from '../types.js' */
/** @import { HouseState } from './house-screen.js' */
import { h } from '../dom/element.js';
import { dayAndTime } from '../parts/when.js';
import { Refusal } from '../shell/api.js';

/**
 * Books the chosen slot: its two texts go back exactly as they came.
 *
 * @param {House} house
 * @param {Slot} slot
 * @param {Stage<HouseState>} stage
 */
export function bookingForm(house, slot, stage) {
  const isBusy = stage.isBusy('book');
  /** @param {Event} event */
  const onsubmit = (event) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const message = String(new FormData(event.currentTarget).get('message') ?? '').trim();
    stage.act('book', () => book(house, slot, message, stage));
  };
  return h(
    'form',
    { class: 'booking', 'aria-label': 'Book this tour', onsubmit },
    h(
      'p',
      {},
      h('strong', {}, slot.startsAt === null ? slot.rawTime : dayAndTime(slot.startsAt, slot.endsAt)),
    ),
    h(
      'label',
      { class: 'field' },
      h('span', {}, 'Message (optional)'),
      h('textarea', { name: 'message', rows: 2, maxlength: 2000 }),
    ),
    h('button', { type: 'submit', class: 'main', disabled: isBusy }, isBusy ? 'Booking …' : 'Book this tour'),
  );
}

/**
 * @param {House} house
 * @param {Slot} slot
 * @param {string} message
 * @param {Stage<HouseState>} stage
 */
async function book(house, slot, message, { api, state, say, set, go }) {
  const body = {
    houseId: house.id,
    rawDate: slot.rawDate,
    rawTime: slot.rawTime,
    tourType: state.tourType,
    ...(message === '' ? {} : { message }),
  };
  try {
    /** @type {Viewing} */
    const { status } = await api.post('/api/viewings', body, { 'idempotency-key': state.bookingKey });
    say(
      status === 'confirmed' ? 'Your tour is confirmed.' : 'Your tour is requested. We will tell you here.',
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
