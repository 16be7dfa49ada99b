import { z } from 'zod';
import { EntrataError } from '../errors.js';
import { maskMessage } from '../http/mask-message.js';
import type { Target } from '../http/target.js';
import type { LeadInput, LeadReceipt } from '../model/lead.js';
import type { CallOptions } from '../options.js';
import { denverStamp } from '../tours/denver-time.js';
import { decode } from './decode.js';
import { checkLead, leadParams } from './lead-tree.js';
import { omitUndefined } from './omit-undefined.js';
import { callMethod, ilsMethod } from './wire-call.js';
import { wireList, wireNode, wireText } from './wire-schema.js';

const method = 'sendLead';

export async function sendLead(target: Target, input: LeadInput, call?: CallOptions): Promise<LeadReceipt> {
  checkLead(input, method);
  const wire = ilsMethod(target, 'sendLeads', method);
  const slotFields = (slot: NonNullable<LeadInput['slot']>) => ({
    [wire.slotDateField]: slot.date,
    [wire.slotTimeField]: slot.time,
  });
  const params = leadParams(input, denverStamp(target.context.clock.now()), slotFields);
  return decodeReceipt(await callMethod(target, { method, wire, params, safety: 'write' }, call));
}

const wireReceipt = z.object({
  applicationId: wireText,
  applicantId: wireText,
  status: wireText,
  message: wireText,
});
const wireResult = wireNode(z.object({ prospects: wireNode(z.object({ prospect: wireList(wireReceipt) })) }));

/** Code 200 is no proof: the record itself says whether the lead was taken. */
export function decodeReceipt(result: unknown): LeadReceipt {
  const record = decode(wireResult, result, method)?.prospects?.prospect[0];
  if (!record) throw unreadable('names no lead');
  const { status, message, applicationId } = record;
  const failed =
    status === undefined
      ? applicationId === undefined && /error|fail|invalid|denied/i.test(message ?? '')
      : !/^success/i.test(status);
  if (failed) {
    throw new EntrataError('rejected', `${method}: Entrata did not take the lead`, {
      outcome: 'refused',
      method,
      entrataMessage: message === undefined ? undefined : maskMessage(message),
    });
  }
  if (applicationId === undefined) throw unreadable('gives the lead no id');
  return omitUndefined({ leadId: applicationId, applicantId: record.applicantId, message });
}

function unreadable(problem: string): EntrataError {
  return new EntrataError('bad_response', `${method}: Entrata's reply ${problem}`, {
    outcome: 'unknown',
    method,
  });
}
