import { isEntrataError } from 'entrata-sdk';
import { isStoreError } from 'entrata-store';
import { isAdapterError } from './adapter-error.js';
import type { LogFields } from './logger.js';

/** What a log may say of an error: codes, and Entrata's words as the SDK masked them. */
export function describeError(error: unknown): LogFields {
  const cause = isAdapterError(error) ? error.cause : error;
  if (cause === undefined) return {};
  if (isStoreError(cause) && cause.reason !== undefined) return { cause: cause.code, reason: cause.reason };
  if (!isEntrataError(cause)) return { cause: nameOf(cause) };
  const { code, method, wire, httpStatus, entrataCode, entrataMessage, requestId } = cause;
  return {
    cause: code,
    call: method,
    entrataService: wire?.service,
    entrataMethod: wire?.method,
    entrataVersion: wire?.version,
    entrataPath: wire?.path,
    requestId: requestId,
    httpStatus,
    entrataCode,
    // Its words are the SDK's own: names of fields, and no values.
    problem: code === 'bad_response' || code === 'invalid_input' ? cause.message : undefined,
    // An answer about a lead may quote the name of the person, which no mask can know.
    entrataMessage: method !== undefined && /lead/i.test(method) ? undefined : entrataMessage,
  };
}

/** An error's code or name: never its message, which may quote input. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
