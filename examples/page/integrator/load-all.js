/** @import { Api, Listing } from '../types.js' */

/** More than anybody reads on one screen. */
const most = 2_000;

/**
 * Every row of a listing, page after page.
 *
 * @template T
 * @param {Api} api
 * @param {string} path
 * @param {AbortSignal} signal
 * @returns {Promise<T[]>}
 */
export async function loadAll(api, path, signal) {
  /** @type {T[]} */
  const all = [];
  let after = '';
  do {
    /** @type {Listing<T>} */
    const page = await api.get(`${path}?limit=200${after}`, signal);
    all.push(...page.items);
    after = page.next === null ? '' : `&after=${encodeURIComponent(page.next)}`;
  } while (after !== '' && all.length < most);
  return all;
}
