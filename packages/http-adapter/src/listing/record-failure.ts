import { isEntrataError } from 'entrata-sdk';
import type { PropertyRecord } from 'entrata-store';
import { isAdapterError, needsToken, toAdapterError } from '../core/adapter-error.js';
import { describeError } from '../core/describe-error.js';
import { isRefusal } from '../core/judge-entrata-error.js';
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

export interface Failure {
  /** Stable, ours or the SDK's. */
  readonly code: string;
  /** Whether trying again may heal it; otherwise a new token, or somebody at Entrata, has to. */
  readonly mayPass: boolean;
  /** For the log. */
  readonly error?: unknown;
}

export function failureOf(error: unknown): Failure {
  // What the deployment's own function or table does not take, the next attempt finds no better.
  if (error instanceof PropertyFailure) {
    const { code, cause } = error;
    return { code, mayPass: code === 'approval_failed', error: cause };
  }
  if (needsToken(error)) return { code: 'reauthorization_required', mayPass: false, error };
  if (isAdapterError(error)) return { code: error.code, mayPass: error.code !== 'listing_empty', error };
  if (isEntrataError(error)) return { code: error.code, mayPass: !isRefusal(error), error };
  return { code: toAdapterError(error).code, mayPass: true, error };
}

/**
 * Keeps the failure beside the property. One that nothing is done about any more is notified, and so is one that
 * only the deployment itself can mend; once, however often it is tried.
 */
export async function recordFailure(
  context: ListingContext,
  property: PropertyRecord,
  { code, mayPass, error }: Failure,
): Promise<void> {
  const isNew = property.lastError !== code;
  const isOurs = isOurFailure(code);
  await context.store.transaction(async (tx) => {
    await tx.properties.recordFailure(property.id, code);
    if (!isNew || (mayPass && !isOurs)) return;
    const type = code === 'listing_empty' ? 'property.listing_empty' : 'property.failed';
    await notifyOfProperty(tx.tasks, property, type);
  });
  const { logId, clientId, propertyId } = property;
  const fields = { logId, clientId, propertyId, code, ...describeError(error) };
  if (isOurs && isNew) context.logger.error(fields, 'a property could not be brought up to date');
  else if (mayPass || isOurs) context.logger.info(fields, 'a property will be tried again');
  else context.logger.warn(fields, 'a property could not be brought up to date');
}
