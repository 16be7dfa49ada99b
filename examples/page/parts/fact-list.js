/** @import { Child } from '../types.js' */
import { h } from '../dom/element.js';

/**
 * Names and values beside each other; what has no value is left out.
 *
 * @param {readonly (readonly [string, Child])[]} facts
 */
export function factList(facts) {
  return h(
    'dl',
    { class: 'facts' },
    facts
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  );
}
