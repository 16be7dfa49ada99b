import { h } from '../dom/element.js';

/**
 * A slot exactly as Entrata wrote it, behind one tap.
 *
 * @param {string | null | undefined} rawDate
 * @param {string | null | undefined} rawTime
 */
export function rawSlot(rawDate, rawTime) {
  if (!rawDate || !rawTime) return undefined;
  return h(
    'details',
    { class: 'raw' },
    h('summary', {}, 'As Entrata sent it'),
    h('p', {}, h('code', {}, rawDate), ' ', h('code', {}, rawTime)),
  );
}
