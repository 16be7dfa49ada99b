import { z } from 'zod';
import { type Drop, dropInSilence, keepReadable } from '../core/drops.js';
import { omitUndefined, type WithoutUndefined } from '../core/omit-undefined.js';
import { readLeadRecords, readNode } from '../wire/readers.js';
import { assertSomeReadable, resultReader } from '../wire/result-reader.js';
import {
  wireClock,
  wireContainer,
  wireDay,
  wireIdOrNone,
  wireList,
  wireNode,
  wireProse,
  wireText,
} from '../wire/schema.js';
import { saysNoLeads } from '../wire/words.js';
import { readStamp } from './denver-time.js';
import type { LeadEvent, LeadEventOfLead, LeadSummary } from './lead.js';

/** The fields of an event that hold a slot's texts, on a surface that keeps them. */
export interface RawSlotFields {
  readonly date: string;
  readonly time: string;
}

const wireEvent = z.looseObject({
  eventId: wireIdOrNone,
  type: wireProse,
  typeId: wireIdOrNone,
  appointmentDate: wireDay,
  timeFrom: wireClock,
  timeTo: wireClock,
  comments: wireProse,
  eventReasons: wireProse,
  eventReason: wireProse,
  eventResultId: wireIdOrNone,
  eventResult: wireProse,
});

// Published flat; requests, and older replies, have the names in a `name` of their own.
const wireCustomer = z.object({
  applicantId: wireIdOrNone,
  email: wireText,
  firstName: wireProse,
  lastName: wireProse,
  name: wireNode(z.object({ firstName: wireProse, lastName: wireProse })),
});

const wireProspect = z.object({
  applicationId: wireIdOrNone,
  applicantId: wireIdOrNone,
  createdOn: wireText,
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

/** Reads getLeads; a text means that nothing was found. A lead without an id is left out, its neighbours are kept. */
export function decodeLeads(
  result: unknown,
  fields: RawSlotFields | undefined,
  method: string,
  drop: Drop = dropInSilence,
): LeadSummary[] {
  const listed = readLeads(result, method)?.prospects ?? [];
  const leads = keepReadable(listed, 'lead', drop, (lead) => {
    const { applicationId: leadId } = lead;
    if (leadId === undefined) return drop('lead', 'no_id');
    const customer = lead.customers?.customer[0];
    const createdAt = lead.createdOn ?? lead.createdDate;
    return omitUndefined({
      leadId,
      applicantId: lead.applicantId ?? customer?.applicantId,
      email: customer?.email,
      firstName: customer?.firstName ?? customer?.name?.firstName,
      lastName: customer?.lastName ?? customer?.name?.lastName,
      createdAt: createdAt === undefined ? undefined : readStamp(createdAt),
      events: (lead.events?.event ?? []).map((event) => toLeadEvent(event, fields)),
    });
  });
  return assertSomeReadable(listed, leads, { method, path: 'prospects.applicationId' });
}

/** Whether a reply of getLeads, which was read as `count` leads, was understood as a whole: what it lists, or that it lists none. */
export function isWhole(result: unknown, count: number): boolean {
  if (typeof result === 'string') return saysNoLeads(result);
  const prospects = readNode(result)?.prospects;
  const only = Array.isArray(prospects) && prospects.length === 1 ? prospects[0] : prospects;
  const node = readNode(only) ?? {};
  const records = 'prospect' in node ? node.prospect : prospects;
  return Array.isArray(records) ? records.length === count : count > 0;
}

/** Reads getLeadEvents, which nests its events under their leads as getLeads does. */
export function decodeLeadEvents(
  result: unknown,
  fields: RawSlotFields | undefined,
  method: string,
  drop: Drop = dropInSilence,
): LeadEventOfLead[][] {
  return decodeLeads(result, fields, method, drop).map(({ leadId, events }) =>
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
    // Ids count from 1: a zero is how an empty column is written.
    resultId: event.eventResultId === '0' ? undefined : event.eventResultId,
    result: event.eventResult,
    rawDate: raw(fields?.date),
    rawTime: raw(fields?.time),
  });
}
