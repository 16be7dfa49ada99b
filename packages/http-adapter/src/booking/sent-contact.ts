import type { LeadPerson } from 'entrata-sdk';
import type { ViewingRecord } from 'entrata-store';
import { commitWhatFits } from '../core/commit-what-fits.js';
import type { BookingContext } from './booking-context.js';

/** The address and the number by which Entrata lists a lead. */
export type Contact = Pick<LeadPerson, 'email' | 'phone'>;

/** Whom Entrata was told of with the last attempt; undefined where no row says so. */
export function readSentContact({ sentEmail, sentPhone }: ViewingRecord): Contact | undefined {
  if (sentEmail === undefined && sentPhone === undefined) return undefined;
  return {
    ...(sentEmail === undefined ? {} : { email: sentEmail }),
    ...(sentPhone === undefined ? {} : { phone: sentPhone }),
  };
}

/**
 * Makes a viewing `sending` and keeps the contact in the same statement. What a mapped table's narrower column refuses is
 * left out: a look-up then asks for the user as he is by then, and nobody is kept from booking.
 */
export function startSending(
  context: BookingContext,
  { id }: ViewingRecord,
  sendingUntil: string,
  { email, phone }: Contact,
): Promise<boolean> {
  return commitWhatFits(
    context,
    [{ email, phone }, { email }, { phone }, {}].map(
      (contact) => () => context.store.viewings.startSending(id, sendingUntil, contact),
    ),
  );
}
