/** @import { DayCount } from './webhooks-screen.js' */
import { h } from '../dom/element.js';

const untyped = 'without a type';

/**
 * Names in their order, what has none last.
 *
 * @param {readonly [string, unknown]} one
 * @param {readonly [string, unknown]} other
 */
const byName = ([one], [other]) => (one === untyped ? 1 : other === untyped ? -1 : one.localeCompare(other));

/**
 * How many webhooks of each type came, and on which days.
 *
 * @param {readonly DayCount[]} counts
 * @param {number} days
 */
export function countsByDay(counts, days) {
  /** @type {Map<string, DayCount[]>} */
  const byType = new Map();
  for (const count of counts) {
    const type = count.requestType ?? untyped;
    byType.set(type, [...(byType.get(type) ?? []), count]);
  }
  if (byType.size === 0) return undefined;
  return h(
    'section',
    { 'aria-label': `Counts of the last ${days} days` },
    h(
      'dl',
      { class: 'tiles' },
      [...byType].sort(byName).map(([type, each]) =>
        h(
          'div',
          { 'data-key': type },
          h('dt', {}, type),
          h(
            'dd',
            {},
            each.reduce((sum, { count }) => sum + count, 0),
          ),
        ),
      ),
    ),
    h(
      'details',
      { class: 'raw' },
      h('summary', {}, 'By day (UTC)'),
      h(
        'ul',
        { class: 'plain-list' },
        counts.map(({ day, requestType, count }) =>
          h('li', {}, `${day}  ${requestType ?? untyped}: ${count}`),
        ),
      ),
    ),
  );
}
