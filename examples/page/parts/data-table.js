/** @import { Child } from '../types.js' */
import { h } from '../dom/element.js';

/**
 * Rows under column names. On a narrow screen each row becomes a card whose cells carry their column's name, and
 * cells without anything in them are left out.
 *
 * @param {readonly string[]} columns
 * @param {readonly { key: string, cells: readonly Child[] }[]} rows
 * @param {string} empty said instead when there are no rows
 */
export function dataTable(columns, rows, empty) {
  if (rows.length === 0) return h('p', { class: 'card pad quiet' }, empty);
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
      rows.map(({ key, cells }) =>
        h(
          'tr',
          { role: 'row', 'data-key': key },
          cells.map((cell, index) => {
            const isEmpty = cell === undefined || cell === null;
            const props = { role: 'cell', 'data-label': columns[index], class: isEmpty && 'none' };
            return h('td', props, isEmpty ? '–' : cell);
          }),
        ),
      ),
    ),
  );
}
