/** @import { HouseResponse } from 'entrata-http-adapter' */
import { h } from '../dom/element.js';

/** @typedef {NonNullable<HouseResponse['bedrooms']>} Range */

const dollars = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  maximumFractionDigits: 0,
});
const whole = new Intl.NumberFormat('en-US');

/**
 * `$1,460 – $2,335 a month`.
 *
 * @param {Range | null | undefined} rentCents
 */
export function rentText(rentCents) {
  if (!rentCents) return 'Rent on request';
  const { min, max } = rentCents;
  const text =
    min === max ? dollars.format(min / 100) : `${dollars.format(min / 100)} – ${dollars.format(max / 100)}`;
  return `${text} a month`;
}

/**
 * `Studio – 2 bedrooms · 1 – 2 bathrooms · 480 – 1,080 sq ft`; no figure is broken over two lines, and no line
 * ends with a dot.
 *
 * @param {Pick<HouseResponse, 'bedrooms' | 'bathrooms' | 'squareFeet'>} home
 */
export function sizeText({ bedrooms, bathrooms, squareFeet }) {
  const figures = [
    bedrooms && bedroomsText(bedrooms),
    bathrooms && `${rangeText(bathrooms)} ${bathrooms.max === 1 ? 'bathroom' : 'bathrooms'}`,
    squareFeet && `${rangeText(squareFeet)} sq ft`,
  ];
  return h(
    'span',
    { class: 'figures' },
    figures.filter(Boolean).map((figure) => [h('span', {}, figure), ' ']),
  );
}

/**
 * `$50`.
 *
 * @param {number} cents
 */
export const centsText = (cents) => dollars.format(cents / 100);

/** @param {Pick<HouseResponse['floorPlans'][number], 'bedrooms' | 'bathrooms' | 'squareFeet'>} plan */
export function planSizeText({ bedrooms, bathrooms, squareFeet }) {
  return sizeText({
    bedrooms: exactly(bedrooms),
    bathrooms: exactly(bathrooms),
    squareFeet: squareFeet ?? null,
  });
}

/**
 * @param {number | null | undefined} figure
 * @returns {Range | null}
 */
function exactly(figure) {
  return typeof figure === 'number' ? { min: figure, max: figure } : null;
}

/**
 * `1 house`, `3 houses`.
 *
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function countText(count, one, many = `${one}s`) {
  return `${whole.format(count)} ${count === 1 ? one : many}`;
}

/** @param {Range} range */
function rangeText({ min, max }) {
  return min === max ? whole.format(min) : `${whole.format(min)} – ${whole.format(max)}`;
}

/** @param {Range} bedrooms */
function bedroomsText({ min, max }) {
  if (max === 0) return 'Studio';
  const least = min === 0 ? 'Studio' : whole.format(min);
  const most = `${whole.format(max)} ${max === 1 ? 'bedroom' : 'bedrooms'}`;
  return min === max ? most : `${least} – ${most}`;
}
