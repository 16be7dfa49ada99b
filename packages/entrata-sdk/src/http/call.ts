import pRetry from 'p-retry';
import type { Context } from '../context.js';
import { EntrataError, isEntrataError } from '../errors.js';
import type { CallOptions } from '../options.js';
import { failureError, judgeReply } from './classify.js';
import { parseJson } from './envelope.js';
import { HttpFailure } from './http.js';
import { isRetryable, retryDelay, type Safety } from './retry.js';

/** One request to Entrata, ready to send. */
export interface WireCall {
  /** The public method's name, for errors and events. */
  readonly method: string;
  readonly subdomain: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly requestId: string | undefined;
  readonly safety: Safety;
}

/** Sends with attempts, waits and the deadline; returns the reply's `result`. */
export async function sendCall(context: Context, wire: WireCall, call: CallOptions = {}): Promise<unknown> {
  const { method, subdomain, requestId } = wire;
  context.assertOpen(method);
  const started = performance.now();
  const deadline = started + (call.deadlineMs ?? context.deadlineMs);
  const timeoutMs = call.timeoutMs ?? context.timeoutMs;
  let attempts = 0;

  const attempt = async (number: number): Promise<unknown> => {
    attempts = number;
    const left = deadline - performance.now();
    if (left <= 0) {
      throw new EntrataError('timeout', `${method}: the deadline passed before an attempt`, {
        outcome: 'not_sent',
        method,
        requestId,
      });
    }
    context.onEvent?.({ type: 'attempt', method, subdomain, requestId, attempt: number });
    return exchange(context, wire, call, Math.min(timeoutMs, left), number);
  };

  try {
    const result = await pRetry(attempt, {
      retries: call.maxRetries ?? context.retry.maxRetries,
      // The waiting is done in shouldRetry: p-retry's own jitter is not full, and its signal would
      // throw away an answer that arrived together with the abort.
      minTimeout: 0,
      shouldRetry: async ({ error, attemptNumber }) => {
        if (!isEntrataError(error) || !isRetryable(error, wire.safety)) return false;
        const delayMs = retryDelay(context, error, attemptNumber);
        if (delayMs === undefined || performance.now() + delayMs >= deadline) return false;
        const { code } = error;
        context.onEvent?.({
          type: 'retry',
          method,
          subdomain,
          requestId,
          attempt: attemptNumber,
          delayMs,
          code,
        });
        return waited(context.clock.sleep(delayMs, call.signal));
      },
    });
    const durationMs = performance.now() - started;
    context.onEvent?.({ type: 'success', method, subdomain, requestId, attempts, durationMs });
    return result;
  } catch (error) {
    if (isEntrataError(error)) {
      const { code, outcome, httpStatus } = error;
      const durationMs = performance.now() - started;
      context.onEvent?.({
        type: 'failure',
        method,
        subdomain,
        requestId,
        attempts,
        durationMs,
        code,
        outcome,
        httpStatus,
      });
    }
    throw error;
  }
}

async function exchange(
  context: Context,
  wire: WireCall,
  call: CallOptions,
  timeoutMs: number,
  attempt: number,
): Promise<unknown> {
  const started = performance.now();
  try {
    const reply = await context.http.send({
      url: wire.url,
      headers: wire.headers,
      body: wire.body,
      timeoutMs,
      maxBodyBytes: context.maxBodyBytes,
      signal: call.signal,
    });
    const { method, subdomain, requestId } = wire;
    const httpStatus = reply.status;
    const durationMs = performance.now() - started;
    context.onEvent?.({ type: 'reply', method, subdomain, requestId, attempt, httpStatus, durationMs });
    call.onResponse?.({
      status: reply.status,
      headers: reply.headers,
      body: parseJson(reply.body) ?? reply.body,
    });
    return judgeReply(reply, wire, context.clock.now()).result;
  } catch (error) {
    throw error instanceof HttpFailure ? failureError(error, wire) : error;
  }
}

// An abort during the wait ends the call with the error that was to be retried: it says what is known.
async function waited(sleep: Promise<void>): Promise<boolean> {
  try {
    await sleep;
    return true;
  } catch {
    return false;
  }
}
