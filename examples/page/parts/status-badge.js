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

/** @param {ViewingStatus} status */
export function renterBadge(status) {
  return badge(...(forRenters[status] ?? [status, 'plain']));
}

/** @param {ViewingStatus} status */
export function operatorBadge(status) {
  return badge(...(forOperators[status] ?? [status, 'plain']));
}
