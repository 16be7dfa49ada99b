import type { CallOptions, Entrata } from 'entrata-sdk';
import type { Store } from 'entrata-store';
import { type LogFields, type Logger, withFields } from './logger.js';
import type { AtStep } from './steps.js';
import type { ZoneReader } from './time-zone.js';

/** What every part of the app is given; each subject adds the settings that it reads. */
export interface Context {
  readonly entrata: Entrata;
  readonly store: Store;
  readonly logger: Logger;
  /** The store's clock, and so the database's: what leases and due times are reckoned from, on every machine alike. */
  now(): Date;
  /** Milliseconds that pass whatever becomes of the clock: ages and waits within this process are judged by it. */
  elapsedMs(): number;
  newId(): string;
  readonly atStep: AtStep;
  readonly readZone: ZoneReader;
  /** The request that led to the work at hand; undefined where none did. */
  readonly requestId?: string | undefined;
  /** While that request is answered: adds to every later log line of it. */
  readonly addFields?: ((fields: LogFields) => void) | undefined;
}

/** The same for what one request asks for. */
export function inRequest<C extends Context>(
  context: C,
  { requestId, logger, addFields }: Required<Pick<Context, 'requestId' | 'logger' | 'addFields'>>,
): C {
  return { ...context, requestId, logger, addFields };
}

/** The same for work on one viewing, under the request that led to it: at least the one that opened the viewing. */
export function onViewing<C extends Context>(
  context: C,
  viewing: { readonly id: string; readonly requestId: string | undefined },
): C {
  const requestId = context.requestId ?? viewing.requestId;
  const fields: LogFields = { viewingId: viewing.id, ...(requestId === undefined ? {} : { requestId }) };
  context.addFields?.(fields);
  return { ...context, requestId, logger: withFields(context.logger, fields) };
}

/** Options of a call to Entrata, which then carries the id of the request that led to it. */
export function callUnder({ requestId }: Pick<Context, 'requestId'>): CallOptions {
  return requestId === undefined ? {} : { requestId };
}

/** The instant `ms` from now; with a negative number, before. */
export function instantIn({ now }: Pick<Context, 'now'>, ms: number): string {
  return new Date(now().getTime() + ms).toISOString();
}
