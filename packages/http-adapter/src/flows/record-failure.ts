import { isEntrataError } from 'entrata-sdk';
import type { PropertyRecord } from 'entrata-store';
import type { Context } from '../context.js';
import { describeError } from '../describe-error.js';
import { AdapterError, toAdapterError } from '../problem.js';
import { tellOfProperty } from './tell-of-property.js';

export interface Failure {
  /** Stable, ours or the SDK's. */
  readonly code: string;
  /** Whether trying again may heal it; otherwise a new token, or somebody at Entrata, has to. */
  readonly mayPass: boolean;
  /** For the log. */
  readonly error?: unknown;
}

const finalCodes: readonly string[] = ['rejected', 'forbidden', 'not_configured', 'invalid_input'];

export function failureOf(error: unknown): Failure {
  if (error instanceof AdapterError) {
    const isFinal = error.code === 'reauthorization_required' || error.code === 'listing_empty';
    return { code: error.code, mayPass: !isFinal, error };
  }
  if (isEntrataError(error)) {
    if (error.reauthorize) return { code: 'reauthorization_required', mayPass: false, error };
    return { code: error.code, mayPass: !finalCodes.includes(error.code), error };
  }
  return { code: toAdapterError(error).code, mayPass: true, error };
}

/** Keeps the failure beside the property, and tells of it when nothing is done about it any more: once. */
export async function recordFailure(
  context: Context,
  property: PropertyRecord,
  { code, mayPass, error }: Failure,
): Promise<void> {
  await context.store.transaction(async (tx) => {
    await tx.properties.recordFailure(property.id, code);
    if (mayPass || property.lastError === code) return;
    const type = code === 'listing_empty' ? 'property.listing_empty' : 'property.failed';
    await tellOfProperty(tx.tasks, property, type);
  });
  const { logId, clientId, propertyId } = property;
  const fields = { logId, clientId, propertyId, code, ...describeError(error) };
  if (mayPass) context.logger.info(fields, 'a property will be tried again');
  else context.logger.warn(fields, 'a property could not be brought up to date');
}
