import { z } from 'zod';
import { EntrataError } from '../errors.js';
import { resultReader } from './result-reader.js';
import { readLeadRecords } from './wire-readers.js';
import { wireNode, wireText } from './wire-schema.js';

const wireRecord = z.object({
  applicationId: wireText,
  applicantId: wireText,
  reference_id: wireText,
  applicant_id: wireText,
  status: wireText,
  message: wireText,
});

// `prospects.prospect[]` (sendLeads), `Prospects.Prospect[].@attributes` (updateLeads r1) and
// `prospects[]` (updateLeads r2).
const readRecords = resultReader(
  wireNode(
    z
      .looseObject({})
      .transform((root) => readLeadRecords(root.prospects ?? root.Prospects))
      .pipe(z.array(wireRecord)),
  ),
);

export type LeadRecord = z.output<typeof wireRecord>;

const failureWords = /error|fail|invalid|denied|refus|reject/i;

/**
 * The record of the one prospect that was sent. Code 200 proves nothing: the record itself says whether
 * it was taken. Throws `rejected` with Entrata's words when it was not, and `bad_response` when it says
 * neither: then nobody knows.
 */
export function takenRecord(result: unknown, method: string): LeadRecord {
  const record = readRecords(result, method)?.[0];
  if (!record) throw unreadableRecord('names no lead', method);
  const { status, message, applicationId } = record;
  if (failureWords.test(status ?? message ?? '')) {
    throw new EntrataError('rejected', `${method}: Entrata did not take the lead`, {
      outcome: 'refused',
      method,
      entrataMessage: message,
    });
  }
  // Without a status, the new lead's id says it, or the words do.
  const isTaken = /\bsuccess/i.test(status ?? message ?? '') || (status === undefined && applicationId);
  if (!isTaken) throw unreadableRecord('does not say whether the lead was taken', method, message);
  return record;
}

/** The lead may have been taken, but the reply does not say it in a way that can be read. */
export function unreadableRecord(problem: string, method: string, entrataMessage?: string): EntrataError {
  return new EntrataError('bad_response', `${method}: Entrata's reply ${problem}`, {
    outcome: 'unknown',
    method,
    entrataMessage,
  });
}
