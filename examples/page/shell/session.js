/** @import { Person } from '../types.js' */

const place = 'entrata-example-session';

/**
 * Who is logged in, in this tab. Lost with the tab.
 *
 * @returns {{ person: Person, token: string } | undefined}
 */
export function readSession() {
  const text = sessionStorage.getItem(place);
  return text === null ? undefined : JSON.parse(text);
}

/** @param {{ person: Person, token: string }} session */
export function keepSession(session) {
  sessionStorage.setItem(place, JSON.stringify(session));
}

export function endSession() {
  sessionStorage.removeItem(place);
}
