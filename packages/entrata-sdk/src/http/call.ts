import pRetry from 'p-retry';
import type { Context } from '../context.js';
import { EntrataError, invalidInput, isEntrataError, withDetails } from '../errors.js';
import type { CallOptions } from '../options.js';
import { timeBound } from '../time-bound.js';
import { CallEvents } from './call-events.js';
import { failureError, judgeReply } from './classify.js';
import { parseJson } from './envelope.js';
import { HttpFailure, type HttpReply, isHttpFailure } from './http.js';
import { maskMessage } from './mask-message.js';
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
  /** What is sent as a secret, so that no error repeats it. */
  readonly secrets: readonly string[];
  /** Calls of one key share Entrata's limits. */
  readonly quotaKey: string;
}

/**
 * Sends with attempts, waits and the deadline, which counts from `startedAt`; resolves to what `read` makes of the reply's
 * `result`.
 */
export function sendCall<T>(
  context: Context,
  wire: WireCall,
  read: (result: unknown) => T,
  options: CallOptions = {},
  startedAt = performance.now(),
): Promise<T> {
  return new Call(context, wire, options, startedAt).run(read);
}

class Call {
  readonly #context: Context;
  readonly #wire: WireCall;
  readonly #options: CallOptions;
  readonly #events: CallEvents;
  readonly #deadline: number;
  #httpStatus: number | undefined;

  constructor(context: Context, wire: WireCall, options: CallOptions, startedAt: number) {
    this.#context = context;
    this.#wire = wire;
    this.#options = options;
    this.#events = new CallEvents(context.onEvent, wire);
    this.#deadline = startedAt + (options.deadlineMs ?? context.deadlineMs);
  }

  async run<T>(read: (result: unknown) => T): Promise<T> {
    this.#context.assertOpen(this.#wire.method);
    checkCallOptions(this.#options, this.#wire.method);
    let result: unknown;
    try {
      result = await this.#attempt(1);
    } catch (error) {
      result = await this.#retry(error);
    }
    const value = this.#read(read, result);
    this.#events.success();
    return value;
  }

  /** A reply that is good as a whole may still say no in a record, or hold what cannot be read. */
  #read<T>(read: (result: unknown) => T, result: unknown): T {
    try {
      return read(result);
    } catch (error) {
      if (!isEntrataError(error)) throw error;
      const { requestId, secrets } = this.#wire;
      const entrataMessage = maskMessage(error.entrataMessage, secrets);
      const complete = withDetails(error, { requestId, httpStatus: this.#httpStatus, entrataMessage });
      this.#events.failure(complete);
      throw complete;
    }
  }

  /** What follows a failed first attempt; p-retry counts that one as its own first. */
  async #retry(firstError: unknown): Promise<unknown> {
    try {
      return await pRetry((number) => (number === 1 ? Promise.reject(firstError) : this.#attempt(number)), {
        retries: this.#options.maxRetries ?? this.#context.retry.maxRetries,
        // The waiting is done in shouldRetry: p-retry's own jitter is not full, and its signal would
        // throw away an answer that arrived together with the abort.
        minTimeout: 0,
        shouldRetry: ({ error, attemptNumber }) => this.#waitBeforeRetry(error, attemptNumber),
      });
    } catch (error) {
      if (isEntrataError(error)) this.#events.failure(error);
      throw error;
    }
  }

  /** Whether there is to be another attempt, once the time for it has come. */
  async #waitBeforeRetry(error: Error, attempt: number): Promise<boolean> {
    if (!isEntrataError(error) || !isRetryable(error, this.#wire.safety)) return false;
    const delayMs = retryDelay(this.#context, error, attempt);
    if (delayMs === undefined || delayMs >= this.#left()) return false;
    this.#events.retry(delayMs, error);
    try {
      await this.#context.clock.sleep(delayMs, this.#options.signal);
      return true;
    } catch {
      // Aborted: the call ends with the error that was to be retried, which says what is known.
      return false;
    }
  }

  async #attempt(number: number): Promise<unknown> {
    const { method, requestId, quotaKey } = this.#wire;
    const { signal, onResponse } = this.#options;
    const quota = this.#context.quota.of(quotaKey);
    const place = quota.admit({ method, requestId, waitMs: this.#left(), signal });
    if (place) await place;
    let reply: HttpReply | undefined;
    try {
      this.#events.attempt(number);
      reply = await this.#exchange();
    } finally {
      quota.settle(reply);
    }
    this.#httpStatus = reply.status;
    this.#events.reply(reply.status);
    const json = parseJson(reply.body);
    onResponse?.({ status: reply.status, headers: reply.headers, body: json ?? reply.body });
    return judgeReply(reply, json, this.#wire, this.#context.clock.now());
  }

  async #exchange(): Promise<HttpReply> {
    const { url, headers, body } = this.#wire;
    const { http, maxBodyBytes } = this.#context;
    const timeoutMs = Math.min(this.#options.timeoutMs ?? this.#context.timeoutMs, this.#left());
    try {
      if (timeoutMs <= 0) throw new HttpFailure('timeout', false);
      return await http.send({ url, headers, body, timeoutMs, maxBodyBytes, signal: this.#options.signal });
    } catch (cause) {
      throw this.#exchangeError(cause);
    }
  }

  #exchangeError(cause: unknown): EntrataError {
    if (isHttpFailure(cause)) return failureError(cause, this.#wire);
    const { method, requestId } = this.#wire;
    // A transport of the user's own may throw anything; whether it had sent is then not known.
    const details = { outcome: 'unknown', method, requestId, cause } as const;
    return new EntrataError('network', `${method}: the transport failed`, details);
  }

  #left(): number {
    return this.#deadline - performance.now();
  }
}

/** Throws `invalid_input` naming the option. */
export function checkCallOptions(
  { timeoutMs = 1, deadlineMs = 1, maxRetries = 0 }: CallOptions,
  method: string,
): void {
  timeBound('timeoutMs', timeoutMs, method);
  timeBound('deadlineMs', deadlineMs, method);
  if (!(maxRetries >= 0)) throw invalidInput('maxRetries', 'must be a number, 0 or more', method);
}
