/** @import { HousesResponse } from 'entrata-http-adapter' */
/** @import { Screen } from '../types.js' */
import { h } from '../dom/element.js';
import { each } from '../parts/each.js';
import { countText, rentText, sizeText } from '../parts/figures.js';
import { addressText, houseName } from '../parts/house-name.js';
import { picture } from '../parts/picture.js';

const pageSize = 24;

/**
 * The houses that can be toured.
 *
 * @type {Screen<HousesResponse, { readonly shown: number }>}
 */
export const housesScreen = {
  title: 'Houses',
  start: () => ({ shown: pageSize }),
  load: ({ api, state }, signal) => api.get(`/api/houses?limit=${Math.min(state.shown, 200)}`, signal),
  everyMs: () => 10_000,
  view: ({ items, next }, { state, set, reload }) => [
    h('h1', {}, 'Find a house to tour'),
    items.length === 0
      ? h(
          'p',
          { class: 'card pad quiet' },
          'No house yet. As soon as a company connects, its houses are here.',
        )
      : h('p', { class: 'quiet' }, `${countText(items.length, 'house')}${next === null ? '' : ' and more'}`),
    h('ul', { class: 'houses' }, each(items, houseCard)),
    next !== null &&
      state.shown < 200 &&
      h(
        'button',
        {
          type: 'button',
          onclick: () => {
            set({ shown: state.shown + pageSize });
            return reload();
          },
        },
        'Show more',
      ),
  ],
};

/** @param {HousesResponse['items'][number]} house */
function houseCard(house) {
  return h(
    'li',
    { class: 'card house', 'data-key': house.id },
    picture(house.images?.[0]?.url, ''),
    h(
      'div',
      { class: 'pad' },
      h('h2', {}, h('a', { href: `#/houses/${encodeURIComponent(house.id)}` }, houseName(house))),
      h('p', { class: 'quiet' }, addressText(house.city, house.state)),
      h('p', { class: 'price' }, rentText(house.rentCents)),
      h('p', { class: 'small' }, sizeText(house)),
    ),
  );
}
