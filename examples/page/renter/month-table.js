import { h } from '../dom/element.js';
import { countText } from '../parts/figures.js';
import { dayName } from '../parts/when.js';

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/**
 * A month as a calendar; days with tour times are buttons.
 *
 * @param {object} shown
 * @param {string} shown.month `YYYY-MM`
 * @param {ReadonlyMap<string, readonly unknown[]>} shown.days tour times by day
 * @param {string | undefined} shown.chosen
 * @param {(day: string) => void} choose
 */
export function monthTable({ month, days, chosen }, choose) {
  return h(
    'table',
    { class: 'month' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        weekdays.map((name) => h('th', { scope: 'col', abbr: name }, name.slice(0, 2))),
      ),
    ),
    h(
      'tbody',
      {},
      weeksOf(month).map((week) =>
        h(
          'tr',
          {},
          week.map((day) => h('td', {}, day !== undefined && dayCell(day))),
        ),
      ),
    ),
  );

  /** @param {string} day */
  function dayCell(day) {
    const count = days.get(day)?.length ?? 0;
    const number = String(Number(day.slice(8)));
    if (count === 0) return h('span', { class: 'day', 'data-key': day }, number);
    return h(
      'button',
      {
        type: 'button',
        class: 'day',
        'data-key': day,
        'aria-pressed': day === chosen ? 'true' : 'false',
        'aria-label': `${dayName(day)}, ${countText(count, 'tour time')}`,
        onclick: () => choose(day),
      },
      number,
    );
  }
}

/**
 * The days of a month in weeks from Sunday; undefined where a week belongs to another month.
 *
 * @param {string} month `YYYY-MM`
 */
function weeksOf(month) {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const blank = new Date(Date.UTC(year, number - 1, 1)).getUTCDay();
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length: Math.ceil((blank + last) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, weekday) => {
      const day = week * 7 + weekday - blank + 1;
      return day < 1 || day > last ? undefined : `${month}-${String(day).padStart(2, '0')}`;
    }),
  );
}
