import { h } from '../dom/element.js';

/**
 * A picture of Entrata's, or an empty frame where there is none or it cannot be had.
 *
 * @param {string | null | undefined} url
 * @param {string} alt `''` when the text beside it says all
 */
export function picture(url, alt) {
  if (!url || !/^https?:\/\//i.test(url)) return h('div', { class: 'picture' });
  return h(
    'div',
    { class: 'picture' },
    h('img', { src: url, alt, loading: 'lazy', decoding: 'async', onerror: hide }),
  );
}

/** @param {Event} event */
function hide(event) {
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.hidden = true;
}
