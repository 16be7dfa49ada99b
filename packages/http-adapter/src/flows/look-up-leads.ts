import { isEntrataError, type LeadSummary } from 'entrata-sdk';
import type { ViewingRecord } from 'entrata-store';
import type { Booking } from '../booking.js';
import { callEntrata } from './call-entrata.js';

const dayMs = 86_400_000;
/** Codes by which Entrata, or our configuration, says that leads cannot be read here at all. */
const cannotEver: ReadonlySet<string> = new Set(['not_configured', 'forbidden', 'rejected', 'invalid_input']);

/** The leads the viewing's person left at its property, or `unavailable` where leads cannot be read. */
export async function lookUpLeads(
  booking: Booking,
  viewing: ViewingRecord,
): Promise<readonly LeadSummary[] | 'unavailable'> {
  const { store } = booking;
  const [user, house] = await Promise.all([
    store.users.find(viewing.userId),
    store.houses.find(viewing.houseId),
  ]);
  const client = house && (await store.clients.find(house.clientId));
  if (user === undefined || house === undefined || client === undefined) return 'unavailable';
  const { email, phone } = user;
  if (email === undefined && phone === undefined) return 'unavailable';
  // A change of time is looked for in the lead of the viewing whose place it takes.
  const before = viewing.replaces === undefined ? undefined : await store.viewings.find(viewing.replaces);
  const leadId = viewing.leadId ?? before?.leadId;
  const wanted =
    leadId !== undefined
      ? { leadId }
      : {
          ...(email === undefined ? {} : { email }),
          ...(email !== undefined || phone === undefined ? {} : { phone }),
          // Entrata's days are Mountain days, so one is added at both ends.
          createdFrom: dayAround(Date.parse(viewing.createdAt) - dayMs),
          createdTo: dayAround(booking.now().getTime() + dayMs),
        };
  try {
    const { propertyId } = house;
    return await callEntrata(booking, client, (entrata) => entrata.findLeads({ propertyId, ...wanted }));
  } catch (error) {
    if (isEntrataError(error) && !error.reauthorize && cannotEver.has(error.code)) return 'unavailable';
    throw error;
  }
}

function dayAround(instantMs: number): string {
  return new Date(instantMs).toISOString().slice(0, 10);
}
