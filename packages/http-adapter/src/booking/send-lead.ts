import type { CallOptions, LeadUpdate } from 'entrata-sdk';
import type { ClientRecord, HouseRecord, UserRecord, ViewingRecord } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import { callEntrata } from '../core/call-entrata.js';
import type { BookingContext } from './booking-context.js';
import { composeLead } from './build-lead.js';
import { findAppointment } from './find-appointment.js';
import { type Contact, readSentContact } from './sent-contact.js';

interface Parts {
  readonly user: UserRecord;
  readonly house: HouseRecord;
  readonly client: ClientRecord;
}

interface Receipt {
  readonly leadId: string;
  readonly applicantId?: string | undefined;
}

export interface HandOver {
  /** Whom Entrata lists the lead under. */
  readonly contact: Contact;
  /** The one call that hands a viewing to Entrata. */
  send(call: CallOptions): Promise<Receipt>;
}

/**
 * Reads what is needed to hand a viewing to Entrata and returns the one call that does it: a new lead, or for
 * a change of time an update of the lead that is there.
 */
export async function prepareHandOver(
  context: BookingContext,
  viewing: ViewingRecord,
  parts: Parts,
): Promise<HandOver> {
  const { client } = parts;
  const lead = composeLead(context, viewing, parts);
  if (viewing.replaces === undefined) {
    return {
      contact: lead.person,
      send: (call) => callEntrata(context, client, (entrata) => entrata.sendLead(lead, call)),
    };
  }
  const before = await context.store.viewings.find(viewing.replaces);
  const { slot, tourType, comment } = lead;
  if (before?.status !== 'confirmed' || before.leadId === undefined || slot === undefined) {
    throw new AdapterError('state_conflict');
  }
  const appointment = await findAppointment(context, before);
  // Entrata's answer proved nothing: that may pass.
  if (appointment.answer === 'inconclusive') throw new AdapterError('unavailable');
  const place = appointment.answer === 'found' ? appointment.places[0] : undefined;
  if (place === undefined && appointment.answer !== 'missing') throw new AdapterError('change_not_supported');
  const time = {
    slot,
    ...(tourType === undefined ? {} : { tourType }),
    ...(comment === undefined ? {} : { comment }),
  };
  const change: LeadUpdate['change'] =
    place === undefined ? { kind: 'book', ...time } : { kind: 'reschedule', eventId: place.eventId, ...time };
  const { applicantId } = before;
  const leadId = place?.leadId ?? before.leadId;
  const { propertyId } = parts.house;
  return {
    // A change of time says nothing of the person: the lead stays listed as it was sent.
    contact: readSentContact(before) ?? {},
    async send(call) {
      await callEntrata(context, client, (entrata) =>
        entrata.updateLead({ propertyId, leadId, change }, call),
      );
      return { leadId, applicantId };
    },
  };
}
