import { createHash } from 'node:crypto';
import type { ViewingStatus } from './viewing-repository.js';

/** JSON keeps the parts apart, whatever characters they hold. */
const digest = (...parts: readonly (string | undefined)[]) =>
  createHash('sha256')
    .update(JSON.stringify(parts.map((part) => part ?? null)))
    .digest('hex');

/** The same for two viewings exactly when they are of one user, house and slot; without a slot, of one message. */
export const openKeyOf = (viewing: {
  readonly userId: string;
  readonly houseId: string;
  readonly rawDate: string | undefined;
  readonly rawTime: string | undefined;
  readonly message: string | undefined;
}) => {
  const { userId, houseId, rawDate, rawTime, message } = viewing;
  return rawDate === undefined && rawTime === undefined
    ? digest('open enquiry', userId, houseId, message)
    : digest('open', userId, houseId, rawDate, rawTime);
};

export const requestKeyOf = (userId: string, idempotencyKey: string) =>
  digest('request', userId, idempotencyKey);

const closed: readonly ViewingStatus[] = ['rejected', 'failed', 'cancelled'];

/** A closed viewing frees its slot. */
export const isClosed = (status: ViewingStatus): boolean => closed.includes(status);
