/** @import { HouseResponse, TourTimesResponse, ViewingResponse } from 'entrata-http-adapter' */
/** @import { Screen } from '../types.js' */
import { h } from '../dom/element.js';
import { each } from '../parts/each.js';
import { planSizeText, rentText, sizeText } from '../parts/figures.js';
import { addressText, houseName } from '../parts/house-name.js';
import { picture } from '../parts/picture.js';
import { dayOf } from '../parts/when.js';
import { availableUnits, houseTerms } from './house-terms.js';
import { monthAfter, monthForServer } from './months.js';
import { tourPicker } from './tour-picker.js';

/**
 * @typedef {object} HouseState
 * @property {string | undefined} month `YYYY-MM`; undefined until one was chosen
 * @property {string | undefined} day the day that was chosen, `YYYY-MM-DD`; `unread` for slots without one
 * @property {string | undefined} slot the slot that was chosen, as `slotKey` names it
 * @property {string} tourType
 * @property {boolean} isRawShown
 * @property {string} bookingKey stays the same until the booking was answered, so that a second tap books nothing
 */

/**
 * @typedef {object} HouseData
 * @property {HouseResponse} house
 * @property {TourTimesResponse} times
 * @property {string} month `YYYY-MM`, the month of `times`
 * @property {ViewingResponse | undefined} replaced the tour that is to be moved to another time
 */

/**
 * A house, and its tour times.
 *
 * @type {Screen<HouseData, HouseState>}
 */
export const houseScreen = {
  title: 'House',
  start: () => ({
    month: undefined,
    day: undefined,
    slot: undefined,
    tourType: 'AGENT_GUIDED',
    isRawShown: false,
    bookingKey: crypto.randomUUID(),
  }),
  async load({ api, params, state }, signal) {
    const id = encodeURIComponent(params.id ?? '');
    const replaced =
      params.viewingId === undefined
        ? undefined
        : await api.get(`/api/viewings/${encodeURIComponent(params.viewingId)}`, signal);
    const tourType = replaced?.tourType ?? state.tourType;
    /** @param {string} month */
    const timesIn = async (month) => {
      const query = new URLSearchParams({ houseId: params.id ?? '', month: monthForServer(month), tourType });
      return { month, times: await api.get(`/api/tour-times?${query}`, signal) };
    };
    const thisMonth = dayOf(new Date()).slice(0, 7);
    const [house, first] = await Promise.all([
      api.get(`/api/houses/${id}`, signal),
      timesIn(state.month ?? thisMonth),
    ]);
    const isOver = state.month === undefined && first.times.supported && first.times.slots.length === 0;
    return { house, replaced, ...(isOver ? await timesIn(monthAfter(thisMonth)) : first) };
  },
  everyMs: () => 30_000,
  view: ({ house, times, month, replaced }, stage) => [
    h('p', { class: 'small' }, h('a', { href: '#/houses' }, '← All houses')),
    h('h1', {}, houseName(house)),
    h(
      'p',
      { class: 'quiet' },
      addressText(house.street, house.city, [house.state, house.postalCode].filter(Boolean).join(' ')),
    ),
    gallery(house),
    h(
      'div',
      { class: 'columns' },
      tourPicker({ house, times, month, replaced }, stage),
      h(
        'section',
        { class: 'about', 'aria-labelledby': 'about' },
        h('h2', { id: 'about' }, 'About this house'),
        h('p', { class: 'price' }, rentText(house.rentCents)),
        h('p', {}, sizeText(house)),
        house.description && h('p', { class: 'prose' }, house.description),
        house.amenities &&
          house.amenities.length > 0 &&
          h(
            'ul',
            { class: 'chips', 'aria-label': 'Amenities' },
            each(house.amenities, (amenity) => h('li', {}, amenity)),
          ),
        houseTerms(house),
        floorPlans(house),
        availableUnits(house),
      ),
    ),
  ],
};

/** @param {HouseResponse} house */
function gallery(house) {
  const images = house.images ?? [];
  return h(
    'div',
    { class: `gallery count-${Math.min(images.length, 3)}` },
    each(
      images.slice(0, 3),
      ({ url, caption }, index) => picture(url, caption ?? `${houseName(house)}, picture ${index + 1}`),
      'div',
    ),
  );
}

/** @param {HouseResponse} house */
function floorPlans({ floorPlans: plans }) {
  if (!plans || plans.length === 0) return undefined;
  return [
    h('h3', {}, 'Floor plans'),
    h(
      'ul',
      { class: 'rows' },
      each(plans, (plan) =>
        h(
          'li',
          { 'data-key': plan.id },
          h('strong', {}, plan.name || 'Floor plan'),
          h('span', { class: 'quiet' }, planSizeText(plan)),
          h('span', {}, rentText(plan.rentCents)),
        ),
      ),
    ),
  ];
}
