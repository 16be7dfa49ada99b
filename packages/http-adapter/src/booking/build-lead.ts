import { type CallOptions, type LeadInput, type LeadUpdate, parseTourTime } from 'entrata-sdk';
import type { ClientRecord, HouseRecord, UserRecord, ViewingRecord } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import { callEntrata } from '../core/call-entrata.js';
import { callUnder } from '../core/context.js';
import { unprintable } from '../core/plain-text.js';
import { rawSlotOf } from '../tours/raw-slot.js';
import type { BookingContext } from './booking-context.js';
import { findAppointment } from './find-appointment.js';
import { referenceOf } from './match-lead.js';
import { type Contact, readPerson, readSentContact } from './read-person.js';

interface Parts {
  readonly user: UserRecord;
  readonly house: HouseRecord;
  readonly client: ClientRecord;
}

interface Receipt {
  readonly leadId: string;
  readonly applicantId?: string | undefined;
}

export interface BuiltLead {
  /** Whom Entrata lists the lead under. */
  readonly contact: Contact;
  /** The one call that sends it. */
  send(call: CallOptions): Promise<Receipt>;
}

/**
 * Reads what is needed to send a viewing to Entrata, and returns the one call that does it: a new lead, or for a change
 * of time an update of the lead that is there.
 */
export async function buildLead(
  context: BookingContext,
  viewing: ViewingRecord,
  parts: Parts,
): Promise<BuiltLead> {
  const { client } = parts;
  const lead = leadOf(context, viewing, parts);
  if (viewing.replaces === undefined) {
    return {
      contact: lead.person,
      send: (call) =>
        callEntrata(context, client, (entrata) => entrata.sendLead(lead, { ...callUnder(context), ...call })),
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
        entrata.updateLead({ propertyId, leadId, change }, { ...callUnder(context), ...call }),
      );
      return { leadId, applicantId };
    },
  };
}

/** The lead that stands for a viewing: the raw texts byte for byte, and a reference by which it can be found again. */
function leadOf(context: BookingContext, viewing: ViewingRecord, parts: Parts): LeadInput {
  const { user, house, client } = parts;
  const { lead } = context;
  const source = typeof lead.source === 'function' ? lead.source(client) : lead.source;
  const raw = rawSlotOf(viewing);
  const slot = raw && parseTourTime(raw).raw;
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
