/** @import { Mood } from './badge.js' */
import { badge } from './badge.js';

/** @type {Readonly<Record<string, Mood>>} */
const moods = {
  accepted: 'good',
  released: 'good',
  held: 'busy',
  refused: 'bad',
  failed: 'bad',
};

/** @param {string | null | undefined} outcome */
export function outcomeBadge(outcome) {
  return !outcome ? badge('under way', 'busy') : badge(outcome, moods[outcome] ?? 'plain');
}
