/** @import { Stage } from '../types.js' */
/** @import { HouseData, HouseState } from './house-screen.js' */
import { h } from '../dom/element.js';
import { dayAndTime, dayName, dayOf, monthName } from '../parts/when.js';
import { bookingForm } from './booking-form.js';
import { monthTable } from './month-table.js';
import { monthAfter } from './months.js';
import { slotChoice } from './slot-choice.js';
import { groupByDay, slotKey, unreadDay } from './slots-by-day.js';

const tourTypes = {
  AGENT_GUIDED: 'With an agent',
  SELF_GUIDED: 'On my own',
  VIRTUAL_GUIDED: 'By video',
};

/**
 * A month of tour times, the times of a day, and the booking of one.
 *
 * @param {HouseData} data
 * @param {Stage<HouseState>} stage
 */
export function tourPicker({ house, times, month, replaced }, stage) {
  const { state, set } = stage;
  const { timeZone } = times;
  const days = groupByDay(times.slots ?? []);
  const day = state.day !== undefined && days.has(state.day) ? state.day : [...days.keys()][0];
  const slots = (day !== undefined && days.get(day)) || [];
  const slot = slots.find((each) => slotKey(each) === state.slot);
  return h(
    'section',
    { class: 'card pad picker', 'aria-labelledby': 'tours' },
    h('h2', { id: 'tours' }, replaced === undefined ? 'Book a tour' : 'Move your tour'),
    replaced?.startsAt && h('p', {}, 'Now: ', dayAndTime(replaced.startsAt, replaced.endsAt, timeZone)),
    times.supported
      ? [
          h('div', { class: 'line' }, replaced === undefined && typeChoice(stage), monthSteps(month, stage)),
          times.stale &&
            h('p', { class: 'banner' }, 'Entrata does not answer right now: these times may be old.'),
          monthTable({ month, days, chosen: day }, (chosen) => set({ day: chosen, slot: undefined })),
          days.has(unreadDay) &&
            day !== unreadDay &&
            h(
              'button',
              { type: 'button', class: 'plain', onclick: () => set({ day: unreadDay, slot: undefined }) },
              'Show times without a readable day',
            ),
          day === undefined
            ? h('p', { class: 'quiet', role: 'status' }, `No tour times in ${monthName(month)}.`)
            : slotChoice(
                day === unreadDay ? 'Times that cannot be read' : dayName(day),
                slots,
                timeZone,
                stage,
              ),
          slot !== undefined && bookingForm({ house, slot, timeZone, replaced }, stage),
        ]
      : h(
          'p',
          {},
          'This house does not offer tours online. Please call the office instead',
          house.phone
            ? [': ', h('a', { class: 'whole', href: `tel:${house.phone}` }, phoneText(house.phone))]
            : '.',
        ),
  );
}

/**
 * A number of the US as it is written there; any other as it is.
 *
 * @param {string} phone
 */
function phoneText(phone) {
  return phone.replace(/^(?:\+?1)?(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3');
}

/** The server tells tour times of 13 months ahead, by the calendar of each property. */
const monthsAhead = 12;

/** @param {Stage<HouseState>} stage */
function typeChoice({ state, set, reload }) {
  /** @param {Event} event */
  const onchange = (event) => {
    if (!(event.currentTarget instanceof HTMLSelectElement)) return;
    set({ tourType: event.currentTarget.value, slot: undefined });
    void reload();
  };
  return h(
    'label',
    { class: 'field' },
    h('span', {}, 'Kind of tour'),
    h(
      'select',
      { onchange },
      Object.entries(tourTypes).map(([value, text]) =>
        h('option', { value, selected: value === state.tourType }, text),
      ),
    ),
  );
}

/**
 * @param {string} month
 * @param {Stage<HouseState>} stage
 */
function monthSteps(month, { set, reload }) {
  /** @param {number} by */
  const step = (by) => {
    set({ month: monthAfter(month, by), day: undefined, slot: undefined });
    void reload();
  };
  return h(
    'div',
    { class: 'steps', role: 'group', 'aria-label': 'Month' },
    h(
      'button',
      {
        type: 'button',
        class: 'plain',
        'aria-label': 'Month before',
        disabled: month <= dayOf(new Date()).slice(0, 7),
        onclick: () => step(-1),
      },
      '‹',
    ),
    h('strong', { 'aria-live': 'polite' }, monthName(month)),
    h(
      'button',
      {
        type: 'button',
        class: 'plain',
        'aria-label': 'Month after',
        disabled: month >= monthAfter(dayOf(new Date()).slice(0, 7), monthsAhead),
        onclick: () => step(1),
      },
      '›',
    ),
  );
}
