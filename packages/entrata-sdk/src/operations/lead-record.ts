import { z } from 'zod';
import { EntrataError } from '../errors.js';
import { maskMessage } from '../http/mask-message.js';
import { resultReader } from './result-reader.js';
import { readList, readNode } from './wire-readers.js';
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
      .transform((root) => readList(root.prospects ?? root.Prospects))
      .transform((nodes) => nodes.flatMap((node) => listUnder(node) ?? [node]))
      .pipe(z.array(wireRecord)),
  ),
);

function listUnder(node: Record<string, unknown>) {
  const inner = node.prospect ?? node.Prospect;
  return inner === undefined ? undefined : readList(inner);
}

export type LeadRecord = z.output<typeof wireRecord>;

/**
 * The record of the one prospect that was sent. Code 200 proves nothing: the record itself says whether
 * it was taken. Throws `rejected` with Entrata's words when it was not.
 */
export function takenRecord(result: unknown, method: string): LeadRecord {
  const record = readRecords(result, method)?.[0];
  if (!record || readNode(record) === undefined) throw unreadableRecord('names no lead', method);
  const { status, message } = record;
  const isTaken =
    status === undefined ? !/error|fail|invalid|denied/i.test(message ?? '') : /^success/i.test(status);
  if (isTaken) return record;
  throw new EntrataError('rejected', `${method}: Entrata did not take the lead`, {
    outcome: 'refused',
    method,
    entrataMessage: message === undefined ? undefined : maskMessage(message),
  });
}

/** The lead may have been taken, but the reply does not say it in a way that can be read. */
export function unreadableRecord(problem: string, method: string): EntrataError {
  return new EntrataError('bad_response', `${method}: Entrata's reply ${problem}`, {
    outcome: 'unknown',
    method,
  });
}
