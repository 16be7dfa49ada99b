import { isEntrataError } from 'entrata-sdk';
import type { PropertyRecord } from 'entrata-store';
import { isAdapterError, needsToken, toAdapterError } from '../core/adapter-error.js';
import { describeError } from '../core/describe-error.js';
import { isQuota, isRefusal } from '../core/judge-entrata-error.js';
import { notifyOfProperty } from '../core/notifications.js';
import type { ListingContext } from './listing-context.js';

/**
 * Why nothing of a property could be stored though Entrata answered: `mapHouses` threw or made no houses of it
 * (`mapping_failed`), the database refused what was made (`listing_refused`), the approval's own function threw
 * (`approval_failed`).
 */
const codes = ['mapping_failed', 'listing_refused', 'approval_failed'] as const;

export type PropertyFailureCode = (typeof codes)[number];

/** A failure of one property that says nothing about its neighbours. */
export class PropertyFailure extends Error {
  override readonly name = 'PropertyFailure';
  readonly code: PropertyFailureCode;

  constructor(code: PropertyFailureCode, cause: unknown) {
    super(`A property could not be listed: ${code}`, { cause });
    this.code = code;
  }
}

/** Whether a property's last error is one that only somebody on our side can mend. */
export const isOurFailure = (lastError: string | undefined): boolean =>
  codes.some((code) => code === lastError);

/** When somebody is notified: `once_it_lasts` is an hour of failures without a success. */
type Notify = 'at_once' | 'once_it_lasts' | 'never';

export interface Failure {
  /** Stable, ours or the SDK's. */
  readonly code: string;
  /** Whether trying again may heal it; otherwise a new token, or somebody at Entrata, has to. */
  readonly mayPass: boolean;
  readonly notify: Notify;
  /** For the log. */
  readonly error?: unknown;
}

const waitsMs: Readonly<Record<Notify, number | undefined>> = {
  at_once: 0,
  once_it_lasts: 3_600_000,
  never: undefined,
};

export function failureOf(error: unknown): Failure {
  // What the deployment's own function or table does not take, the next attempt finds no better.
  if (error instanceof PropertyFailure) {
    const { code, cause } = error;
    return { code, mayPass: code === 'approval_failed', notify: 'at_once', error: cause };
  }
  if (needsToken(error)) return final('reauthorization_required', error);
  if (isAdapterError(error, 'listing_empty')) return final(error.code, error);
  if (isEntrataError(error) && isRefusal(error)) return final(error.code, error);
  const code = isEntrataError(error) ? error.code : toAdapterError(error).code;
  // Where too much was asked, nothing is wrong with the property.
  return { code, mayPass: true, notify: isQuota(error) ? 'never' : 'once_it_lasts', error };
}

const final = (code: string, error?: unknown): Failure => ({
  code,
  mayPass: false,
  notify: 'at_once',
  error,
});

/** Entrata names no such property, or nothing to list of it. */
export const nothingListed: Failure = final('listing_empty');

/**
 * Keeps the failure beside the property, as the attempt that failed found it: false, and nothing kept, when it is another
 * by now. One that nothing is done about any more is notified, one that only the deployment itself can mend, and one
 * that lasts; once, however often it is tried.
 */
export async function recordFailure(
  context: ListingContext,
  property: PropertyRecord,
  { code, mayPass, notify, error }: Failure,
): Promise<boolean> {
  const recorded = await context.store.transaction(async (tx) => {
    const made = await tx.properties.recordFailure(property, { code, notifyAfterMs: waitsMs[notify] });
    if (made === 'outdated' || !made.isDue) return made;
    const type = code === 'listing_empty' ? 'property.listing_empty' : 'property.failed';
    // It may fail again before another event comes: each time is an incident of its own.
    await notifyOfProperty(tx.tasks, property, type, context.newId());
    return made;
  });
  const { logId, clientId, propertyId } = property;
  const fields = { logId, clientId, propertyId, code, ...describeError(error) };
  if (recorded === 'outdated') {
    context.logger.info(fields, 'a property changed while an attempt failed');
    return false;
  }
  const isOurs = isOurFailure(code);
  if (isOurs && recorded.isDue) context.logger.error(fields, 'a property could not be brought up to date');
  else if ((mayPass && !recorded.isDue) || isOurs)
    context.logger.info(fields, 'a property will be tried again');
  else context.logger.warn(fields, 'a property could not be brought up to date');
  return true;
}
