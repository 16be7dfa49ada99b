import type { ViewingRecord } from 'entrata-store';
import type { Booking } from '../booking.js';
import { lookUpLeads } from './look-up-leads.js';
import { isAppointmentOf } from './match-lead.js';

/** Entrata's id of a confirmed viewing's appointment; `missing` when the lead has none, `unavailable` where leads cannot be read. */
export async function findAppointment(
  booking: Booking,
  viewing: ViewingRecord,
): Promise<{ readonly eventId: string } | 'missing' | 'unavailable'> {
  const leads = await lookUpLeads(booking, viewing);
  if (leads === 'unavailable') return 'unavailable';
  const event = leads.flatMap(({ events }) => events).find((each) => isAppointmentOf(viewing, each));
  if (event === undefined) return 'missing';
  return event.id === undefined ? 'unavailable' : { eventId: event.id };
}
