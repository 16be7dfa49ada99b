/** @import { Child } from '../types.js' */
import { h } from '../dom/element.js';
import { unshown } from './each.js';

/**
 * Rows under column names. On a narrow screen each row becomes a card whose cells carry their column's name, and
 * cells without anything in them are left out.
 *
 * @template T
 * @param {readonly string[]} columns
 * @param {readonly T[]} items
 * @param {(item: T, index: number) => { key: string, cells: readonly Child[] }} toRow
 * @param {string} empty said instead when there are no items
 */
export function dataTable(columns, items, toRow, empty) {
  if (items.length === 0) return h('p', { class: 'card pad quiet' }, empty);
  return h(
    'table',
    { class: 'data card', role: 'table' },
    h(
      'thead',
      { role: 'rowgroup' },
      h(
        'tr',
        { role: 'row' },
        columns.map((name) => h('th', { scope: 'col', role: 'columnheader' }, name)),
      ),
    ),
    h(
      'tbody',
      { role: 'rowgroup' },
      items.map((item, index) => tableRow(columns, item, index, toRow)),
    ),
  );
}

/**
 * @template T
 * @param {readonly string[]} columns
 * @param {T} item
 * @param {number} index
 * @param {(item: T, index: number) => { key: string, cells: readonly Child[] }} toRow
 */
function tableRow(columns, item, index, toRow) {
  try {
    const { key, cells } = toRow(item, index);
    return h(
      'tr',
      { role: 'row', 'data-key': key },
      cells.map((cell, column) => {
        const isEmpty = cell === undefined || cell === null || cell === '';
        const props = { role: 'cell', 'data-label': columns[column], class: isEmpty && 'none' };
        return h('td', props, isEmpty ? '–' : cell);
      }),
    );
  } catch (error) {
    console.warn('A row cannot be shown', error);
    const cell = h('td', { role: 'cell', class: 'quiet', colspan: columns.length }, unshown);
    return h('tr', { role: 'row', 'data-key': `broken ${index}` }, cell);
  }
}
