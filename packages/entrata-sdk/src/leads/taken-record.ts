import { z } from 'zod';
import { EntrataError } from '../core/errors.js';
import { readLeadRecords } from '../wire/readers.js';
import { resultReader } from '../wire/result-reader.js';
import { wireIdOrNone, wireNode, wireProse, wireText } from '../wire/schema.js';
import { failureWords } from '../wire/words.js';

const wireRecord = z.object({
  applicationId: wireIdOrNone,
  applicantId: wireIdOrNone,
  applicant_id: wireIdOrNone,
  status: wireText,
  message: wireProse,
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

const successWord = /\bsuccess/i;

/**
 * The record of the one prospect that was sent. Code 200 proves nothing: the record itself says whether
 * it was taken. Throws `rejected` with Entrata's words when it was not, and `bad_response` when it says
 * neither: then nobody knows.
 */
export function takenRecord(result: unknown, method: string): LeadRecord {
  const record = readRecords(result, method)?.[0];
  if (!record) throw unreadableRecord('names no lead', method);
  if (isRefused(record)) {
    throw new EntrataError('rejected', `${method}: Entrata did not take the lead`, {
      outcome: 'refused',
      method,
      entrataMessage: record.message,
    });
  }
  if (!isTaken(record)) {
    throw unreadableRecord('does not say whether the lead was taken', method, record.message);
  }
  return record;
}

function isRefused({ status, message = '', applicationId }: LeadRecord): boolean {
  if (status !== undefined) return failureWords.test(status);
  // Words about an event that failed do not unsay the lead that was inserted.
  const isInserted = applicationId !== undefined && successWord.test(message);
  return failureWords.test(message) && !isInserted;
}

/** Without a status in words (`1` is a success too), the new lead's id says it, or the message does. */
function isTaken({ status, message = '', applicationId }: LeadRecord): boolean {
  if (status !== undefined && status !== '1') return successWord.test(status);
  return applicationId !== undefined || successWord.test(message);
}

/** The lead may have been taken, but the reply does not say it in a way that can be read. */
export function unreadableRecord(problem: string, method: string, entrataMessage?: string): EntrataError {
  return new EntrataError('bad_response', `${method}: Entrata's reply ${problem}`, {
    outcome: 'unknown',
    method,
    entrataMessage,
  });
}
