import { h } from '../dom/element.js';

/** @typedef {'good' | 'bad' | 'busy' | 'plain'} Mood */

/**
 * A state in one word.
 *
 * @param {string} text
 * @param {Mood} mood
 */
export function badge(text, mood) {
  return h('span', { class: `badge ${mood}` }, text);
}
