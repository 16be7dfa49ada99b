/** @import { Tone } from '../types.js' */
import { h } from '../dom/element.js';

const shownMs = 8_000;

/** Takes away what was said to somebody else. */
export function clearMessages() {
  document.getElementById('messages')?.replaceChildren();
}

/**
 * Shows a message for a while, and has it read out.
 *
 * @param {string} text
 * @param {Tone} [tone]
 */
export function say(text, tone = 'plain') {
  const message = h('p', { class: `message ${tone}` }, text);
  document.getElementById('messages')?.append(message);
  setTimeout(() => message.remove(), shownMs);
}
