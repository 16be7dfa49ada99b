/** @import { Child } from '../types.js' */
import { h } from '../dom/element.js';

/**
 * What `render` makes of each item. One that it cannot render is a short line in its place: no list is lost for
 * one thing in it that nobody expected.
 *
 * @template T
 * @param {readonly T[] | null | undefined} items
 * @param {(item: T, index: number) => Child} render
 * @param {string} [tag] what the short line is, where the list has other things than `li`
 * @returns {Child[]}
 */
export function each(items, render, tag = 'li') {
  return (items ?? []).map((item, index) => {
    try {
      return render(item, index);
    } catch (error) {
      console.warn('An entry cannot be shown', error);
      return h(tag, { class: 'card pad quiet', 'data-key': `broken ${index}` }, unshown);
    }
  });
}

export const unshown = 'This entry cannot be shown.';
