import { h } from '../dom/element.js';

/**
 * A slot exactly as Entrata wrote it, behind one tap.
 *
 * @param {string | null} rawDate
 * @param {string | null} rawTime
 */
export function rawSlot(rawDate, rawTime) {
  if (rawDate === null || rawTime === null) return undefined;
  return h(
    'details',
    { class: 'raw' },
    h('summary', {}, 'As Entrata sent it'),
    h('p', {}, h('code', {}, rawDate), ' ', h('code', {}, rawTime)),
  );
}
