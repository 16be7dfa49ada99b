import { type LeadInput, parseTourTime } from 'entrata-sdk';
import type { ClientRecord, HouseRecord, UserRecord, ViewingRecord } from 'entrata-store';
import type { Context } from '../context.js';

/** The lead that stands for a viewing: the raw texts byte for byte, and a reference by which it can be found again. */
export function composeLead(
  context: Context,
  viewing: ViewingRecord,
  parts: { readonly user: UserRecord; readonly house: HouseRecord; readonly client: ClientRecord },
): LeadInput {
  const { user, house, client } = parts;
  const { lead } = context.options;
  const source = typeof lead?.source === 'function' ? lead.source(client) : lead?.source;
  const slot =
    viewing.rawDate === undefined || viewing.rawTime === undefined
      ? undefined
      : parseTourTime({ date: viewing.rawDate, time: viewing.rawTime }).raw;
  return {
    propertyId: house.propertyId,
    person: {
      ...splitName(user.name),
      ...(user.email === undefined ? {} : { email: user.email }),
      ...(user.phone === undefined ? {} : { phone: user.phone }),
    },
    ...(slot === undefined ? {} : { slot }),
    ...(viewing.tourType === undefined ? {} : { tourType: viewing.tourType }),
    ...(source === undefined ? {} : { leadSource: source }),
    ...(lead?.existing === undefined ? {} : { existing: lead.existing }),
    comment: [viewing.message, referenceOf(viewing)].filter((part) => part !== undefined).join('\n'),
  };
}

/** Stands in the lead's comment: `sendLeads` has no idempotency key, so this is how a lost reply is settled. */
export function referenceOf(viewing: ViewingRecord): string {
  return `[ref ${viewing.id}]`;
}

/** Entrata wants two names; a person with one gets a dash for the other. */
function splitName(name: string): { firstName: string; lastName: string } {
  const words = name.trim().split(/\s+/);
  const lastName = words.length > 1 ? words.pop() : undefined;
  return { firstName: words.join(' ') || '-', lastName: lastName ?? '-' };
}
