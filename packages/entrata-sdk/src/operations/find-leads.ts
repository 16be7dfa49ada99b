import { invalidInput } from '../errors.js';
import type { Target } from '../http/target.js';
import type { FindLeadEventsInput, FindLeadsInput, LeadEventOfLead, LeadSummary } from '../model/lead.js';
import type { CallOptions } from '../options.js';
import { checkDay, checkId, usDay } from './checks.js';
import { appointmentTypeId } from './lead-tree.js';
import { decodeLeadEvents, decodeLeads, type RawSlotFields } from './lead-wire.js';
import { omitUndefined } from './omit-undefined.js';
import { readPages } from './read-pages.js';
import { standardMethod } from './wire-call.js';

/** `leads/getLeads` r1, all pages. */
export async function findLeads(
  target: Target,
  input: FindLeadsInput,
  call?: CallOptions,
): Promise<LeadSummary[]> {
  const method = 'findLeads';
  const params = omitUndefined({
    propertyId: checkId('propertyId', input.propertyId, method),
    leadId: optional(input.leadId, (id) => checkId('leadId', id, method)),
    email: input.email,
    telephone: input.phone,
    name: input.name,
    createdOnDateFrom: optional(input.createdFrom, (day) => usDay(checkDay('createdFrom', day, method))),
    createdOnDateTo: optional(input.createdTo, (day) => usDay(checkDay('createdTo', day, method))),
    eventTypeIds: eventTypes(input.eventTypeIds, method),
  });
  const wire = standardMethod(target, 'getLeads', method);
  const fields = rawSlotFields(target);
  const read = (result: unknown) => decodeLeads(result, fields, method);
  return readPages(target, { method, wire, params, safety: 'read' }, read, call);
}

/** `leads/getLeadEvents` r1, all pages. Entrata wants the lead, or event types and both days. */
export async function findLeadEvents(
  target: Target,
  input: FindLeadEventsInput,
  call?: CallOptions,
): Promise<LeadEventOfLead[]> {
  const method = 'findLeadEvents';
  const params = omitUndefined({
    propertyId: checkId('propertyId', input.propertyId, method),
    applicationId: optional(input.leadId, (id) => checkId('leadId', id, method)),
    eventDateFrom: optional(input.from, (day) => usDay(checkDay('from', day, method))),
    eventDateTo: optional(input.to, (day) => usDay(checkDay('to', day, method))),
    eventTypeIds: eventTypes(input.eventTypeIds, method),
  });
  const { applicationId, eventTypeIds, eventDateFrom, eventDateTo } = params;
  if (!applicationId && !(eventTypeIds && eventDateFrom && eventDateTo))
    throw invalidInput('leadId', 'is needed, or else eventTypeIds, from and to', method);
  const wire = standardMethod(target, 'getLeadEvents', method);
  const fields = rawSlotFields(target);
  const read = (result: unknown) => decodeLeadEvents(result, fields, method);
  // Whether Entrata counts a page in leads or in events is not known: a page is full when either fills it.
  const countOf = (leads: readonly LeadEventOfLead[][]) => Math.max(leads.length, leads.flat().length);
  const leads = await readPages(target, { method, wire, params, safety: 'read' }, read, call, countOf);
  return leads.flat();
}

function optional<T>(value: string | undefined, check: (value: string) => T): T | undefined {
  return value === undefined ? undefined : check(value);
}

function eventTypes(ids: readonly string[] = [appointmentTypeId], method: string): string | undefined {
  if (ids.length > 5) throw invalidInput('eventTypeIds', 'must be five at most', method);
  return ids.map((id) => checkId('eventTypeIds', id, method)).join(',') || undefined;
}

function rawSlotFields({ auth, context }: Target): RawSlotFields | undefined {
  const lead = auth.kind === 'bearer' ? context.ils?.sendLeads : undefined;
  return lead && { date: lead.slotDateField, time: lead.slotTimeField };
}
