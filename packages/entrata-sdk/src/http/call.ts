import pRetry from 'p-retry';
import type { Context } from '../context.js';
import { EntrataError, invalidInput, isEntrataError } from '../errors.js';
import type { CallOptions } from '../options.js';
import { CallEvents } from './call-events.js';
import { failureError, judgeReply } from './classify.js';
import { parseJson } from './envelope.js';
import { HttpFailure, type HttpReply } from './http.js';
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
  /** Calls of one key share Entrata's limits. */
  readonly quotaKey: string;
}

/** Sends with attempts, waits and the deadline; returns the reply's `result`. */
export async function sendCall(context: Context, wire: WireCall, call: CallOptions = {}): Promise<unknown> {
  context.assertOpen(wire.method);
  checkCallOptions(call, wire.method);
  const events = new CallEvents(context.onEvent, wire);
  const deadline = performance.now() + (call.deadlineMs ?? context.deadlineMs);
  try {
    const result = await pRetry((number) => attempt(context, wire, call, deadline, events.attempt(number)), {
      retries: call.maxRetries ?? context.retry.maxRetries,
      // The waiting is done in shouldRetry: p-retry's own jitter is not full, and its signal would
      // throw away an answer that arrived together with the abort.
      minTimeout: 0,
      shouldRetry: async ({ error, attemptNumber }) => {
        if (!isEntrataError(error) || !isRetryable(error, wire.safety)) return false;
        const delayMs = retryDelay(context, error, attemptNumber);
        if (delayMs === undefined || performance.now() + delayMs >= deadline) return false;
        events.retry(delayMs, error);
        return waited(context.clock.sleep(delayMs, call.signal));
      },
    });
    events.success();
    return result;
  } catch (error) {
    if (isEntrataError(error)) events.failure(error);
    throw error;
  }
}

async function attempt(
  context: Context,
  wire: WireCall,
  call: CallOptions,
  deadline: number,
  events: CallEvents,
): Promise<unknown> {
  const { method, requestId, quotaKey } = wire;
  const left = () => deadline - performance.now();
  const place = context.quota.admit(quotaKey, { method, requestId, waitMs: left(), signal: call.signal });
  if (place) await place;
  let reply: HttpReply | undefined;
  try {
    const timeoutMs = Math.min(call.timeoutMs ?? context.timeoutMs, left());
    events.sending();
    reply = await exchange(context, wire, timeoutMs, call.signal);
    events.reply(reply.status);
  } finally {
    context.quota.settle(quotaKey, reply);
  }
  const json = parseJson(reply.body);
  call.onResponse?.({ status: reply.status, headers: reply.headers, body: json ?? reply.body });
  return judgeReply(reply, json, wire, context.clock.now()).result;
}

async function exchange(
  { http, maxBodyBytes }: Context,
  wire: WireCall,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<HttpReply> {
  const { method, requestId, url, headers, body } = wire;
  try {
    if (timeoutMs <= 0) throw new HttpFailure('timeout', false);
    return await http.send({ url, headers, body, timeoutMs, maxBodyBytes, signal });
  } catch (cause) {
    if (cause instanceof HttpFailure) throw failureError(cause, wire);
    // A transport of the user's own may throw anything; whether it had sent is then not known.
    const details = { outcome: 'unknown', method, requestId, cause } as const;
    throw new EntrataError('network', `${method}: the transport failed`, details);
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

function checkCallOptions(
  { timeoutMs = 1, deadlineMs = 1, maxRetries = 0 }: CallOptions,
  method: string,
): void {
  if (!(timeoutMs > 0)) throw invalidInput('timeoutMs', 'must be a number above 0', method);
  if (!(deadlineMs > 0)) throw invalidInput('deadlineMs', 'must be a number above 0', method);
  if (!(maxRetries >= 0)) throw invalidInput('maxRetries', 'must be a number, 0 or more', method);
}
