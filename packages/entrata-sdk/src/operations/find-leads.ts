import { z } from 'zod';
import { invalidInput } from '../errors.js';
import type { Target } from '../http/target.js';
import type { FindLeadsInput, LeadEvent, LeadSummary } from '../model/lead.js';
import type { CallOptions } from '../options.js';
import { readStamp } from '../tours/denver-time.js';
import { checkDay, checkId, usDay } from './checks.js';
import { decode } from './decode.js';
import { omitUndefined, type WithoutUndefined } from './omit-undefined.js';
import { callMethod, standardMethod } from './wire-call.js';
import { readList } from './wire-readers.js';
import { wireClock, wireDay, wireId, wireList, wireNode, wireProse, wireText } from './wire-schema.js';

const method = 'findLeads';

/** `leads/getLeads`. */
export async function findLeads(
  target: Target,
  input: FindLeadsInput,
  call?: CallOptions,
): Promise<LeadSummary[]> {
  const eventTypeIds = input.eventTypeIds ?? ['17'];
  if (eventTypeIds.length > 5) throw invalidInput('eventTypeIds', 'must be five at most', method);
  const day = (field: string, value: string | undefined) =>
    value === undefined ? undefined : usDay(checkDay(field, value, method));
  const params = omitUndefined({
    propertyId: checkId('propertyId', input.propertyId, method),
    leadId: input.leadId === undefined ? undefined : checkId('leadId', input.leadId, method),
    email: input.email,
    telephone: input.phone,
    name: input.name,
    createdOnDateFrom: day('createdFrom', input.createdFrom),
    createdOnDateTo: day('createdTo', input.createdTo),
    eventTypeIds: eventTypeIds.map((id) => checkId('eventTypeIds', id, method)).join(',') || undefined,
  });
  const wire = standardMethod(target, 'getLeads', method);
  const result = await callMethod(target, { method, wire, params, safety: 'read' }, call);
  return decodeLeads(result, slotFieldNames(target));
}

interface SlotFieldNames {
  readonly date: string;
  readonly time: string;
}

function slotFieldNames({ auth, context }: Target): SlotFieldNames | undefined {
  const lead = auth.kind === 'bearer' ? context.ils?.sendLeads : undefined;
  return lead && { date: lead.slotDateField, time: lead.slotTimeField };
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
const wireLeads = wireNode(
  z.object({
    prospects: z
      .unknown()
      .transform((value) => readList(value).flatMap((node) => readList(node.prospect)))
      .pipe(z.array(wireProspect))
      .default([]),
  }),
);

export function decodeLeads(result: unknown, slotFields: SlotFieldNames | undefined): LeadSummary[] {
  return (decode(wireLeads, result, method)?.prospects ?? []).map((lead) => {
    const customer = lead.customers?.customer[0];
    return omitUndefined({
      leadId: lead.applicationId,
      applicantId: lead.applicantId ?? customer?.applicantId,
      email: customer?.email,
      firstName: customer?.name?.firstName,
      lastName: customer?.name?.lastName,
      createdAt: lead.createdDate === undefined ? undefined : readStamp(lead.createdDate),
      events: (lead.events?.event ?? []).map((event) => toLeadEvent(event, slotFields)),
    });
  });
}

export function toLeadEvent(
  event: z.output<typeof wireEvent>,
  slotFields: SlotFieldNames | undefined,
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
    rawDate: raw(slotFields?.date),
    rawTime: raw(slotFields?.time),
  });
}
