/** @import { SlotResponse } from 'entrata-http-adapter' */
/** @import { Stage } from '../types.js' */
/** @import { HouseState } from './house-screen.js' */
import { h } from '../dom/element.js';
import { each } from '../parts/each.js';
import { timeOf, zoneName } from '../parts/when.js';
import { slotKey } from './slots-by-day.js';

/**
 * The tour times of a day, to choose one from; their raw text one tap away.
 *
 * @param {string} title
 * @param {readonly SlotResponse[]} slots
 * @param {string} timeZone
 * @param {Stage<HouseState>} stage
 */
export function slotChoice(title, slots, timeZone, { state, set }) {
  return h(
    'fieldset',
    { class: 'slots', 'data-key': title },
    h('legend', {}, title),
    h(
      'div',
      { class: 'line' },
      h('span', { class: 'small quiet' }, timeZone && `Times in ${zoneName(timeZone)}`),
      h(
        'button',
        {
          type: 'button',
          class: 'small',
          'aria-pressed': state.isRawShown ? 'true' : 'false',
          onclick: () => set({ isRawShown: !state.isRawShown }),
        },
        'As Entrata sent it',
      ),
    ),
    h('div', { class: `slot-grid${state.isRawShown ? ' wide' : ''}` }, each(slots, slotRadio, 'p')),
  );

  /** @param {SlotResponse} slot */
  function slotRadio(slot) {
    const key = slotKey(slot);
    const isRead = Boolean(slot.startsAt);
    return h(
      'label',
      { class: 'slot', 'data-key': key },
      h('input', { type: 'radio', name: 'slot', value: key, onchange: () => set({ slot: key }) }),
      h(
        'span',
        { class: 'face' },
        h('span', { class: 'time' }, slot.startsAt ? timeOf(slot.startsAt, timeZone) : slot.rawTime),
        slot.endsAt && h('span', { class: 'small' }, `to ${timeOf(slot.endsAt, timeZone)}`),
        (state.isRawShown || !isRead) &&
          h('code', {}, isRead ? `${slot.rawDate} ${slot.rawTime}` : slot.rawDate),
      ),
    );
  }
}
