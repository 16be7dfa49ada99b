import { standardMethod } from '../call/call-method.js';
import type { Target } from '../call/context.js';
import { readPages } from '../call/read-pages.js';
import type { Drop } from '../core/drops.js';
import { invalidInput } from '../core/errors.js';
import { omitUndefined } from '../core/omit-undefined.js';
import type { CallOptions } from '../options.js';
import type { RawReply } from '../profile/method.js';
import { type CheckId, checkDay, idCheck, usDay } from '../wire/checks.js';
import { readNumber } from '../wire/readers.js';
import type {
  FindLeadEventsInput,
  FindLeadsInput,
  LeadEventOfLead,
  LeadLookUp,
  LeadSummary,
} from './lead.js';
import { decodeLeadEvents, decodeLeads, isWhole, type RawSlotFields } from './read-leads.js';
import { appointmentTypeId } from './request-tree.js';

/** `leads/getLeads` r1, page by page. */
export async function* iterateLeads(
  target: Target,
  input: FindLeadsInput,
  call?: CallOptions,
): AsyncGenerator<LeadSummary, void, undefined> {
  for await (const { leads } of readLeads(target, input, call, 'findLeads')) yield* leads;
}

/** `leads/getLeads` r1, all pages, and whether what they hold is all there is. */
export async function lookUpLeads(
  target: Target,
  input: FindLeadsInput,
  call?: CallOptions,
): Promise<LeadLookUp> {
  const leads: LeadSummary[] = [];
  let isUnderstood = true;
  let total: number | undefined;
  for await (const page of readLeads(target, input, call, 'lookUpLeads')) {
    for (const lead of page.leads) leads.push(lead);
    isUnderstood &&= page.isUnderstood;
    total = page.total;
  }
  return { leads, isComplete: isUnderstood && isAll(leads.length, total) };
}

interface LeadsPage {
  readonly leads: readonly LeadSummary[];
  /** Whether all that the page holds could be read. */
  readonly isUnderstood: boolean;
  /** Of all pages, as the replies so far say. */
  readonly total: number | undefined;
}

async function* readLeads(
  target: Target,
  input: FindLeadsInput,
  call: CallOptions | undefined,
  method: string,
): AsyncGenerator<LeadsPage, void, undefined> {
  const checkId = idCheck(target.context.wire.ids, method);
  const params = omitUndefined({
    propertyId: checkId('propertyId', input.propertyId),
    leadId: optional(input.leadId, (id) => checkId('leadId', id)),
    email: input.email,
    telephone: input.phone,
    name: input.name,
    createdOnDateFrom: optional(input.createdFrom, (day) => usDay(checkDay('createdFrom', day, method))),
    createdOnDateTo: optional(input.createdTo, (day) => usDay(checkDay('createdTo', day, method))),
    eventTypeIds: eventTypes(input.eventTypeIds, checkId, method),
  });
  const wire = standardMethod(target, 'getLeads', method);
  const fields = rawSlotFields(target);
  let isUnderstood = true;
  let total: number | undefined;
  const read = (result: unknown, drop: Drop) => {
    const page = decodeLeads(result, fields, method, drop);
    isUnderstood = isWhole(result, page.length);
    return page;
  };
  const onResponse = (reply: RawReply) => {
    total = readNumber(reply.headers['x-total-count']) ?? total;
    return call?.onResponse?.(reply);
  };
  const request = { method, wire, params, safety: 'read', readsList: true } as const;
  for await (const leads of readPages(target, request, read, { ...call, onResponse }))
    yield { leads, isUnderstood, total };
}

/** Entrata's usual page, in case it gives no more than that whatever was asked for. */
const usualPage = 100;

/** Whether so many leads are all there are, by the reply's own count where it has one. */
function isAll(count: number, total: number | undefined): boolean {
  return total === undefined ? count === 0 || count % usualPage !== 0 : count >= total;
}

/** `leads/getLeadEvents` r1, page by page. Entrata wants the lead, or event types and both days. */
export async function* iterateLeadEvents(
  target: Target,
  input: FindLeadEventsInput,
  call?: CallOptions,
): AsyncGenerator<LeadEventOfLead, void, undefined> {
  const method = 'findLeadEvents';
  const checkId = idCheck(target.context.wire.ids, method);
  const params = omitUndefined({
    propertyId: checkId('propertyId', input.propertyId),
    applicationId: optional(input.leadId, (id) => checkId('leadId', id)),
    eventDateFrom: optional(input.from, (day) => usDay(checkDay('from', day, method))),
    eventDateTo: optional(input.to, (day) => usDay(checkDay('to', day, method))),
    eventTypeIds: eventTypes(input.eventTypeIds, checkId, method),
  });
  const { applicationId, eventTypeIds, eventDateFrom, eventDateTo } = params;
  if (!applicationId && !(eventTypeIds && eventDateFrom && eventDateTo))
    throw invalidInput('leadId', 'is needed, or else eventTypeIds, from and to', method);
  const wire = standardMethod(target, 'getLeadEvents', method);
  const fields = rawSlotFields(target);
  const read = (result: unknown, drop: Drop) => decodeLeadEvents(result, fields, method, drop);
  // Whether Entrata counts a page in leads or in events is not known: a page is full when either fills it.
  const countOf = (leads: readonly LeadEventOfLead[][]) => Math.max(leads.length, leads.flat().length);
  const request = { method, wire, params, safety: 'read', readsList: true } as const;
  for await (const leads of readPages(target, request, read, call, countOf)) yield* leads.flat();
}

function optional<T>(value: string | undefined, check: (value: string) => T): T | undefined {
  return value === undefined ? undefined : check(value);
}

function eventTypes(
  ids: readonly string[] | undefined,
  checkId: CheckId,
  method: string,
): string | undefined {
  // Ours, which need not have the form of a profile's ids.
  if (ids === undefined) return appointmentTypeId;
  if (ids.length > 5) throw invalidInput('eventTypeIds', 'must be five at most', method);
  return ids.map((id) => checkId('eventTypeIds', id)).join(',') || undefined;
}

function rawSlotFields({ auth, context }: Target): RawSlotFields | undefined {
  const lead = auth.kind === 'bearer' ? context.wire.ils?.sendLeads : undefined;
  return lead && { date: lead.slotDateField, time: lead.slotTimeField };
}
