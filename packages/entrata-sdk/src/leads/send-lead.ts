import { callMethod, standardMethod } from '../call/call-method.js';
import type { Target } from '../call/context.js';
import { isEntrataError, withDetails } from '../core/errors.js';
import { omitUndefined } from '../core/omit-undefined.js';
import type { CallOptions } from '../options.js';
import { failureWords } from '../wire/words.js';
import { denverStamp } from './denver-time.js';
import { iterateLeads } from './find-leads.js';
import type { LeadInput, LeadReceipt } from './lead.js';
import { checkLead, filled, leadParams } from './request-tree.js';
import { slotFields } from './slot-fields.js';
import { type LeadRecord, takenRecord, unreadableRecord } from './taken-record.js';

const method = 'sendLead';

/** `leads/sendLeads` r1, or `updateLeads` r2 when the person's lead is to be reused and there is one. */
export async function sendLead(target: Target, input: LeadInput, call?: CallOptions): Promise<LeadReceipt> {
  checkLead(input, target.context.wire.ids, method);
  const sendMethod = standardMethod(target, 'sendLeads', method);
  const writing = {
    stamp: denverStamp(target.context.clock.now()),
    slotFields: slotFields(target, method),
    leadId: input.existing === 'update' ? await existingLeadId(target, input, call) : undefined,
  };
  const wire = writing.leadId === undefined ? sendMethod : standardMethod(target, 'updateLeads', method);
  const params = leadParams(input, writing);
  const read = (result: unknown) => toReceipt(takenRecord(result, method), input, writing.leadId);
  return callMethod(target, { method, wire, params, safety: 'write' }, read, call);
}

function toReceipt(record: LeadRecord, { slot }: LeadInput, knownLeadId: string | undefined): LeadReceipt {
  const leadId = record.applicationId ?? knownLeadId;
  if (leadId === undefined) throw unreadableRecord('gives the lead no id', method);
  return omitUndefined({
    leadId,
    applicantId: record.applicantId ?? record.applicant_id,
    message: record.message,
    // The lead was taken, so what failed is its event.
    appointmentFailed: slot && failureWords.test(record.message ?? '') ? (true as const) : undefined,
  });
}

async function existingLeadId(
  target: Target,
  { propertyId, person }: LeadInput,
  call: CallOptions | undefined,
): Promise<string | undefined> {
  const { email } = person;
  if (!filled(email)) return undefined;
  try {
    for await (const lead of iterateLeads(target, { propertyId, email }, call)) {
      // Compared once more, lest the tour be added to a stranger's lead where Entrata overlooks the filter.
      if (lead.email?.toLowerCase() === email.trim().toLowerCase()) return lead.leadId;
    }
    return undefined;
  } catch (error) {
    if (!isEntrataError(error)) throw error;
    // Only the look-up was sent: of the lead it is certain that it was not.
    throw withDetails(error, { outcome: 'not_sent', method, cause: error });
  }
}
