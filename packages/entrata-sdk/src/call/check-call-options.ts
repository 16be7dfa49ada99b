import { invalidInput } from '../core/errors.js';
import { amount, functionOrNone, group, refuseUnknown, timeBound } from '../core/option-checks.js';
import type { CallOptions } from '../options.js';

/** Throws `invalid_input` naming the option. */
export function checkCallOptions(options: CallOptions, method: string): void {
  const {
    timeoutMs = 1,
    deadlineMs = 1,
    maxRetries = 0,
    signal,
    requestId,
    onResponse,
    ...unknown
  } = group('options', options);
  refuseUnknown('', unknown, method);
  timeBound('timeoutMs', timeoutMs, method);
  timeBound('deadlineMs', deadlineMs, method);
  amount('maxRetries', maxRetries, method);
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    throw invalidInput('signal', 'must be an AbortSignal', method);
  }
  if (requestId !== undefined && typeof requestId !== 'string') {
    throw invalidInput('requestId', 'must be a text', method);
  }
  functionOrNone('onResponse', onResponse, method);
}
