/** @import { ViewingResponse } from 'entrata-http-adapter' */
/** @import { Mood } from './badge.js' */
import { badge } from './badge.js';

/** @typedef {ViewingResponse['status']} ViewingStatus */

/** @type {Readonly<Record<ViewingStatus, readonly [string, Mood]>>} */
const forRenters = {
  pending: ['Pending', 'busy'],
  // Whether Entrata took it is being found out: to the renter it is still pending.
  unknown: ['Pending', 'busy'],
  confirmed: ['Confirmed', 'good'],
  rejected: ['Not available', 'bad'],
  failed: ['Not booked', 'bad'],
  cancelled: ['Cancelled', 'plain'],
};

/** @type {Readonly<Record<ViewingStatus, readonly [string, Mood]>>} */
const forOperators = {
  ...forRenters,
  unknown: ['Unknown', 'busy'],
  rejected: ['Refused by Entrata', 'bad'],
};

/** @type {Readonly<Record<NonNullable<ViewingResponse['pendingChange']>, string>>} */
const changes = { cancel: 'Cancelling', reschedule: 'Moving' };

/**
 * What is under way; undefined where nothing is.
 *
 * @param {ViewingResponse['pendingChange']} pendingChange
 */
export function changeBadge(pendingChange) {
  return pendingChange ? badge(changes[pendingChange] ?? pendingChange, 'busy') : undefined;
}

/** @param {ViewingStatus} status */
export function renterBadge(status) {
  return badge(...(forRenters[status] ?? [status, 'plain']));
}

/** @param {ViewingStatus} status */
export function operatorBadge(status) {
  return badge(...(forOperators[status] ?? [status, 'plain']));
}
