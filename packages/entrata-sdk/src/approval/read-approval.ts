import type { ApprovalReply, ReadApproval } from '../profile/invented-ils-wire.js';
import { readId, readNode, readText, type WireRecord } from '../wire/readers.js';
import { failureWords, saysNothingFound } from '../wire/words.js';

/**
 * INVENTED, like the call: no public source shows the reply. Read is what Entrata's other writes answer: a record for each
 * property, under whatever names, whose `status` or `message` says when it failed; records of other properties are none
 * of ours.
 */
export const readApproval: ReadApproval = (result, propertyId) => {
  if (typeof result === 'string') return judge([{ message: result }]);
  const own = recordsOf(result, undefined, 0).filter(({ id }) => id === undefined || isSame(id, propertyId));
  return judge(own);
};

interface ApprovalRecord {
  readonly id?: string | undefined;
  readonly status?: string | undefined;
  readonly message?: string | undefined;
}

function judge(records: readonly ApprovalRecord[]): ApprovalReply {
  const refused = records.find(isRefused);
  if (refused !== undefined) return { says: 'refused', message: refused.message ?? refused.status };
  const taken = records.find(
    ({ id, status, message = '' }) =>
      status !== undefined || (message !== '' ? !saysNothingFound(message) : id !== undefined),
  );
  return { says: taken === undefined ? 'unclear' : 'approved', message: records[0]?.message };
}

const isRefused = ({ status, message = '' }: ApprovalRecord): boolean =>
  status === undefined
    ? failureWords.test(message)
    : /^(?:0|false)$/i.test(status) || failureWords.test(status);

/** Entrata's deepest list of records has three levels. */
const deepest = 6;
const idNames = ['propertyId', 'PropertyId', 'PropertyID', 'property_id', 'id', 'ID'];
const statusNames = ['status', 'Status'];
const messageNames = ['message', 'Message'];

/** Every node that names a property, a status or a message; one that stands under a number has that for its id. */
function recordsOf(value: unknown, key: string | undefined, depth: number): ApprovalRecord[] {
  if (depth > deepest) return [];
  if (Array.isArray(value)) return value.flatMap((each) => recordsOf(each, key, depth + 1));
  const node = readNode(value);
  if (node === undefined) return [];
  const record = {
    id: idNames.map((name) => readId(node[name])).find((id) => id !== undefined) ?? key,
    status: textUnder(node, statusNames),
    message: textUnder(node, messageNames),
  };
  if (record.status !== undefined || record.message !== undefined || record.id !== undefined) return [record];
  return Object.entries(node).flatMap(([name, inner]) =>
    recordsOf(inner, /^\d+$/.test(name) ? name : undefined, depth + 1),
  );
}

function textUnder(node: WireRecord, names: readonly string[]): string | undefined {
  const value = names.map((name) => node[name]).find((each) => each !== undefined);
  return typeof value === 'boolean' ? String(value) : readText(value);
}

/** Ids are numbers here and texts there: no leading zeros. */
const isSame = (id: string, propertyId: string): boolean =>
  id.replace(/^0+(?=\d)/, '') === propertyId.replace(/^0+(?=\d)/, '');
