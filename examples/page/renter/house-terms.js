/** @import { HouseResponse } from 'entrata-http-adapter' */
/** @import { Child } from '../types.js' */
import { h } from '../dom/element.js';
import { each } from '../parts/each.js';
import { centsText, planSizeText, rentText } from '../parts/figures.js';

/** How many units are listed before the rest is only counted. */
const mostUnits = 20;

/**
 * What it costs and takes to live there: special offers, the link to apply, fees, pets, lease terms. Nothing where the
 * property says nothing of it.
 *
 * @param {HouseResponse} house
 * @returns {Child}
 */
export function houseTerms(house) {
  const facts = [
    fact('Application fee', house.applicationFees, ({ applicant, amountCents }) =>
      [centsText(amountCents), applicant && `(${applicant})`].filter(Boolean).join(' '),
    ),
    fact('Pets', house.petPolicies, petText),
    fact('Lease terms', house.leaseTerms, ({ name, startWindows }) =>
      [name, ...(startWindows ?? []).map(({ from, to }) => `starting ${from} to ${to}`)].join(', '),
    ),
    fact('Sharing', house.spaceOptions, (name) => name),
  ].filter(Boolean);
  return [
    ...each(
      house.specials,
      ({ title, text, footer }) =>
        h(
          'p',
          { class: 'special' },
          title && h('strong', {}, title),
          title && text ? ' ' : undefined,
          text,
          footer && h('span', { class: 'quiet' }, ` ${footer}`),
        ),
      'p',
    ),
    house.availabilityUrl &&
      h(
        'p',
        {},
        h('a', { href: house.availabilityUrl, rel: 'noopener noreferrer' }, 'Apply on the property’s site'),
      ),
    facts.length > 0 && h('dl', { class: 'facts' }, facts),
  ];
}

/**
 * The apartments that can be had.
 *
 * @param {HouseResponse} house
 * @returns {Child}
 */
export function availableUnits({ units }) {
  if (!units || units.length === 0) return undefined;
  return [
    h('h3', {}, 'Available apartments'),
    h(
      'ul',
      { class: 'rows' },
      each(units.slice(0, mostUnits), (unit) =>
        h(
          'li',
          { 'data-key': unit.id },
          h('strong', {}, [unit.building, unit.number ?? 'Apartment'].filter(Boolean).join(', ')),
          h(
            'span',
            { class: 'quiet' },
            unit.floor && `Floor ${unit.floor}. `,
            unit.availableOn && `From ${unit.availableOn}. `,
            planSizeText({ ...unit, squareFeet: exact(unit.squareFeet) }),
          ),
          h('span', {}, rentText(unit.rentCents)),
        ),
      ),
    ),
    units.length > mostUnits && h('p', { class: 'quiet' }, `And ${units.length - mostUnits} more.`),
  ];
}

/** @param {number | null | undefined} figure */
const exact = (figure) => (typeof figure === 'number' ? { min: figure, max: figure } : null);

/**
 * @template T
 * @param {string} name
 * @param {readonly T[] | null | undefined} items
 * @param {(item: T) => Child} render
 */
function fact(name, items, render) {
  if (!items || items.length === 0) return undefined;
  const list = h(
    'ul',
    { class: 'plain-list' },
    each(items, (item) => h('li', {}, render(item))),
  );
  return h('div', {}, h('dt', {}, name), h('dd', {}, list));
}

/** @param {HouseResponse['petPolicies'][number]} policy */
function petText({ allowed, petType, count, size, weight, description }) {
  const kind = petType ?? 'Pets';
  if (allowed === false) return `${kind}: not allowed`;
  const limits = [count && `up to ${count}`, size, weight && `up to ${weight}`, description].filter(Boolean);
  return [kind, limits.join(', ') || (allowed ? 'allowed' : '')].filter(Boolean).join(': ');
}
