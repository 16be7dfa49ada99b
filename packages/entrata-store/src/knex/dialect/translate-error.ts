import { isStoreError, StoreError } from '../../core/errors.js';
import type { Dialect } from './dialect.js';
import { reasonOfCode } from './reasons.js';

/** Codes of sockets and pools, the same on every engine. */
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
]);

/** What drivers say without a code, after Knex's SQL: a connection that ended, or (pg) something that took too long. */
const saysUnreachable =
  /(?:^| - )(?:Connection terminated[\w ]*|[\w' ]+in closed state|Client [\w ]+not queryable|timeout expired|Query read timeout)$/;

const messages = {
  conflict: 'a unique key is taken',
  again: 'another transaction was in the way',
  unavailable: 'the database cannot be reached or is too busy',
  misuse: 'the database refused the statement or a value',
} as const;

/** The database chose our transaction as the victim: run it once more from the start. */
export class TransactionVictim extends StoreError {}

/**
 * A driver's error as ours. Drivers put SQL, and PostgreSQL even values, into messages: only the code is taken
 * over, and the driver's error is not attached.
 */
export function translateError(error: unknown, dialect: Dialect, table: string): StoreError {
  if (isStoreError(error)) return error;
  const { code, errno, name, message } = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly code?: unknown;
    readonly errno?: unknown;
    readonly name?: unknown;
    readonly message?: unknown;
  };
  // A server's number stands in where the driver has no name for it.
  const text =
    typeof code === 'string' && /^\w{1,64}$/.test(code)
      ? code
      : typeof errno === 'number'
        ? String(errno)
        : undefined;
  const suffix = text === undefined ? '' : ` (${text})`;
  const said = typeof message === 'string' ? message : '';
  if (
    (text !== undefined && unreachable.has(text)) ||
    name === 'KnexTimeoutError' ||
    (text === undefined && saysUnreachable.test(said))
  )
    return new StoreError('unavailable', `${table}: ${messages.unavailable}${suffix}`);
  if (said.startsWith('Cannot open database'))
    return new StoreError('misuse', `${table}: the SQLite file cannot be opened; is its folder there?`);
  if (said === 'Unable to acquire a connection')
    return new StoreError('misuse', `${table}: the Knex instance was destroyed`);
  const meaning = text === undefined ? undefined : dialect.meaning(text);
  if (meaning === undefined) {
    // The kind is all that helps whoever wrote a translation of a mapping that throws.
    const kind = typeof name === 'string' && /^\w{1,64}$/.test(name) ? ` (${name})` : '';
    const who = text === undefined ? 'the driver, or a translation of the mapping,' : 'the driver';
    return new StoreError('unexpected', `${table}: ${who} failed${suffix || kind}`);
  }
  const what = `${table}: ${messages[meaning]}${suffix}`;
  if (meaning === 'again') return new TransactionVictim('unavailable', what);
  return new StoreError(meaning, what, { reason: text === undefined ? undefined : reasonOfCode(text) });
}
