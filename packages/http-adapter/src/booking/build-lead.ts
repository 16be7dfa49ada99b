import { type LeadInput, parseTourTime } from 'entrata-sdk';
import type { ClientRecord, HouseRecord, UserRecord, ViewingRecord } from 'entrata-store';
import { unprintable } from '../core/plain-text.js';
import type { BookingContext } from './booking-context.js';
import { readPerson } from './read-person.js';

/** The lead that stands for a viewing: the raw texts byte for byte, and a reference by which it can be found again. */
export function composeLead(
  context: BookingContext,
  viewing: ViewingRecord,
  parts: { readonly user: UserRecord; readonly house: HouseRecord; readonly client: ClientRecord },
): LeadInput {
  const { user, house, client } = parts;
  const { lead } = context;
  const source = typeof lead.source === 'function' ? lead.source(client) : lead.source;
  const slot =
    viewing.rawDate === undefined || viewing.rawTime === undefined
      ? undefined
      : parseTourTime({ date: viewing.rawDate, time: viewing.rawTime }).raw;
  return {
    propertyId: house.propertyId,
    person: readPerson(user),
    ...(slot === undefined ? {} : { slot }),
    ...(viewing.tourType === undefined ? {} : { tourType: viewing.tourType }),
    ...(source === undefined ? {} : { leadSource: source }),
    ...(lead.existing === undefined ? {} : { existing: lead.existing }),
    comment: [viewing.message?.replace(unprintable, ' '), referenceOf(viewing)]
      .filter((part) => part !== undefined)
      .join('\n'),
  };
}

/** Stands in the lead's comment: `sendLeads` has no idempotency key, so this is how a lost reply is settled. */
export function referenceOf(viewing: ViewingRecord): string {
  return `[ref ${viewing.id}]`;
}

/** The viewing that a comment names: the last one, since a visitor's own words stand before our reference. */
export function referenceIn(comment: string | undefined): string | undefined {
  return comment
    ?.match(/\[ref [^\]\s]+\]/g)
    ?.at(-1)
    ?.slice('[ref '.length, -1);
}
