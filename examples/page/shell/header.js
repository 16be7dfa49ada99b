/** @import { Person } from '../types.js' */
import { h } from '../dom/element.js';
import { screensOf } from './site-map.js';

const roleNames = { renter: 'Renter', operator: 'Operator', integrator: 'Integrator' };

/**
 * The bar at the top: where one can go, and who one is.
 *
 * @param {Person | undefined} person
 * @param {string} current the path of the screen that is shown
 * @param {() => void} logOut
 */
export function header(person, current, logOut) {
  const bar = document.createDocumentFragment();
  bar.append(
    h(
      'div',
      { class: 'bar' },
      h(
        'span',
        { class: 'brand' },
        h('img', { src: '/icon.svg', alt: '', width: 28, height: 28 }),
        h('span', {}, 'Tours with Entrata'),
      ),
      person !== undefined && [
        navigation(person, current),
        h(
          'div',
          { class: 'me' },
          h(
            'span',
            { class: 'who' },
            h('strong', {}, person.name || 'Somebody'),
            h('span', { class: 'quiet' }, roleNames[person.role]),
          ),
          h('button', { type: 'button', class: 'plain', onclick: logOut }, 'Switch'),
        ),
      ],
    ),
  );
  return bar;
}

/**
 * @param {Person} person
 * @param {string} current
 */
function navigation(person, current) {
  const screens = Object.entries(screensOf(person.role)).filter(([path]) => !path.includes(':'));
  return h(
    'nav',
    { 'aria-label': 'Screens' },
    h(
      'ul',
      {},
      screens.map(([path, { title }]) => {
        const isHere = current === path || current.startsWith(`${path}/`);
        return h('li', {}, h('a', { href: `#${path}`, 'aria-current': isHere ? 'page' : undefined }, title));
      }),
    ),
  );
}
