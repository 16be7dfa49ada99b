import { readEnvelope } from '../call/envelope.js';
import { toursNotSupported } from '../profile/reply-kind.js';
import { isRecord } from './shape.js';
import type { Exchange } from './watch.js';

/** Whether it says that this property has no tours at all, which is not that none are free. */
export function saysUnsupported({ json }: Exchange): boolean {
  const { ok, code } = readEnvelope(json);
  return !ok && code === toursNotSupported;
}

/** In which form a reply says that there is nothing; undefined when something came. */
export function nothingForm({ json, result }: Exchange): string | undefined {
  const envelope = readEnvelope(json);
  if (!envelope.ok) return envelope.code === undefined ? 'an error without a code' : 'an error with a code';
  const said = result === undefined ? envelope.result : result;
  if (said === undefined) return 'no result';
  if (typeof said === 'string') return 'a text';
  if (said === null) return 'null';
  if (Array.isArray(said) && said.length === 0) return 'an empty list as the result';
  if (!isRecord(said)) return undefined;
  const keys = Object.keys(said);
  if (keys.length === 0) return 'an empty object as the result';
  if (keys.length === 1 && keys[0] === 'success') return '"success" alone';
  if (hasValue(said)) return undefined;
  return hasList(said) ? 'an empty list' : 'an object without its list';
}

function hasValue(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value !== '' && value !== null;
  return Object.values(value).some(hasValue);
}

function hasList(value: unknown): boolean {
  return Array.isArray(value) || (isRecord(value) && Object.values(value).some(hasList));
}
