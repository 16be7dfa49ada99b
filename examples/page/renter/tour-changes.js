/** @import { ViewingResponse } from 'entrata-http-adapter' */
/** @import { Stage } from '../types.js' */
/** @import { ToursState } from './tours-screen.js' */
import { h } from '../dom/element.js';
import { houseName } from '../parts/house-name.js';

/**
 * What a renter may do with a tour that stands: pick another time, or cancel it, which is asked for twice.
 *
 * @param {ViewingResponse} viewing
 * @param {Stage<ToursState>} stage
 */
export function tourChanges(viewing, stage) {
  const { id, house, houseId, status, rawTime } = viewing;
  const { state, set, act, isBusy } = stage;
  const title = houseName(house);
  if (state.asking !== id) {
    return h(
      'div',
      { class: 'ask', 'data-key': 'ask' },
      status === 'confirmed' &&
        rawTime &&
        h(
          'a',
          {
            class: 'plain',
            href: `#/houses/${encodeURIComponent(houseId)}/instead-of/${encodeURIComponent(id)}`,
          },
          'Pick another time',
        ),
      h(
        'button',
        {
          type: 'button',
          class: 'plain',
          'aria-label': `Cancel tour of ${title}`,
          onclick: () => set({ asking: id }),
        },
        'Cancel tour',
      ),
    );
  }
  return h(
    'div',
    { class: 'ask', role: 'group', 'aria-label': `Cancel tour of ${title}?`, 'data-key': 'asked' },
    h('span', {}, 'Cancel this tour?'),
    h(
      'button',
      {
        type: 'button',
        class: 'danger',
        disabled: isBusy(id),
        onclick: () => act(id, () => cancel(id, stage)),
      },
      'Yes, cancel it',
    ),
    h(
      'button',
      { type: 'button', class: 'plain', 'data-focus': true, onclick: () => set({ asking: undefined }) },
      'Keep it',
    ),
  );
}

/**
 * @param {string} id
 * @param {Stage<ToursState>} stage
 */
async function cancel(id, { api, set, say }) {
  set({ asking: undefined });
  /** @type {ViewingResponse} */
  const { status } = await api.post(`/api/viewings/${encodeURIComponent(id)}/cancel`);
  say(status === 'cancelled' ? 'The tour is cancelled.' : 'The tour is being cancelled.', 'good');
}
