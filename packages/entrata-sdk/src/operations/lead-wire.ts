import { z } from 'zod';
import type { LeadEvent, LeadEventOfLead, LeadSummary } from '../model/lead.js';
import { readStamp } from '../tours/denver-time.js';
import { omitUndefined, type WithoutUndefined } from './omit-undefined.js';
import { resultReader } from './result-reader.js';
import { readLeadRecords } from './wire-readers.js';
import {
  wireClock,
  wireContainer,
  wireDay,
  wireId,
  wireList,
  wireNode,
  wireProse,
  wireText,
} from './wire-schema.js';

/** The fields of an event that hold a slot's texts, on a surface that keeps them. */
export interface RawSlotFields {
  readonly date: string;
  readonly time: string;
}

const wireEvent = z.looseObject({
  eventId: wireText,
  type: wireText,
  typeId: wireText,
  appointmentDate: wireDay,
  timeFrom: wireClock,
  timeTo: wireClock,
  comments: wireProse,
  eventReasons: wireProse,
  eventReason: wireProse,
});

const wireCustomer = z.object({
  applicantId: wireText,
  email: wireText,
  name: wireNode(z.object({ firstName: wireText, lastName: wireText })),
});

const wireProspect = z.object({
  applicationId: wireId,
  applicantId: wireText,
  createdDate: wireText,
  customers: wireNode(z.object({ customer: wireList(wireCustomer) })),
  events: wireNode(z.object({ event: wireList(wireEvent) })),
});

// `prospects.prospect[]` in the specification; `prospects[0].prospect[0]` in a client's live use.
const readLeads = resultReader(
  wireContainer({
    prospects: z.unknown().transform(readLeadRecords).pipe(z.array(wireProspect)).default([]),
  }),
);

/** Reads getLeads; a text means that nothing was found. */
export function decodeLeads(
  result: unknown,
  fields: RawSlotFields | undefined,
  method: string,
): LeadSummary[] {
  return (readLeads(result, method)?.prospects ?? []).map((lead) => {
    const customer = lead.customers?.customer[0];
    return omitUndefined({
      leadId: lead.applicationId,
      applicantId: lead.applicantId ?? customer?.applicantId,
      email: customer?.email,
      firstName: customer?.name?.firstName,
      lastName: customer?.name?.lastName,
      createdAt: lead.createdDate === undefined ? undefined : readStamp(lead.createdDate),
      events: (lead.events?.event ?? []).map((event) => toLeadEvent(event, fields)),
    });
  });
}

/** Reads getLeadEvents, which nests its events under their leads as getLeads does. */
export function decodeLeadEvents(
  result: unknown,
  fields: RawSlotFields | undefined,
  method: string,
): LeadEventOfLead[][] {
  return decodeLeads(result, fields, method).map(({ leadId, events }) =>
    events.map((event) => ({ ...event, leadId })),
  );
}

function toLeadEvent(
  event: z.output<typeof wireEvent>,
  fields: RawSlotFields | undefined,
): WithoutUndefined<LeadEvent> {
  // The raw texts are taken untrimmed: they have to equal a slot's byte for byte.
  const raw = (name: string | undefined) => {
    const value = name === undefined ? undefined : event[name];
    return typeof value === 'string' ? value : undefined;
  };
  return omitUndefined({
    id: event.eventId,
    type: event.type,
    typeId: event.typeId,
    date: event.appointmentDate,
    timeFrom: event.timeFrom,
    timeTo: event.timeTo,
    comment: event.comments,
    reason: event.eventReasons ?? event.eventReason,
    rawDate: raw(fields?.date),
    rawTime: raw(fields?.time),
  });
}
