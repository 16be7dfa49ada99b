import pRetry from 'p-retry';
import { type Drop, Drops } from '../core/drops.js';
import { EntrataError, isEntrataError, type WireNames, withDetails, withWire } from '../core/errors.js';
import { closedError, type OpenWork } from '../core/lifetime.js';
import { HttpFailure, type HttpReply, isHttpFailure } from '../http/transport.js';
import type { CallOptions } from '../options.js';
import type { RawReply, ReadReply } from '../profile/method.js';
import type { MethodQuota } from '../quota/method-quota.js';
import { runResultHook } from '../wire/run-hook.js';
import { CallEvents } from './call-events.js';
import { checkCallOptions } from './check-call-options.js';
import type { Context } from './context.js';
import { parseJson } from './envelope.js';
import { failureError, isRateLimit, judgeReply } from './judge-reply.js';
import { maskMessage } from './mask-message.js';
import { redactBody, redactHeaders } from './redact.js';
import { isRetryable, retryDelay, type Safety } from './retry.js';

/** One request to Entrata, ready to send. */
export interface WireCall {
  /** The public method's name, for errors and events. */
  readonly method: string;
  readonly subdomain: string;
  readonly wire: WireNames;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly requestId: string | undefined;
  readonly safety: Safety;
  /** See `WireRequest`. */
  readonly readsList?: boolean | undefined;
  /** What makes the published shape of a result, and what it is called. */
  readonly reshape?: { readonly name: string; readonly read: ReadReply } | undefined;
  /** What is sent as a secret, so that no error repeats it. */
  readonly secrets: readonly string[];
  /** Its reply is a secret. */
  readonly repliesSecret?: boolean;
  /** Calls of one key share Entrata's limits. */
  readonly quotaKey: string;
}

/**
 * Sends with attempts, waits and the deadline, which counts from `startedAt`; resolves to what `read` makes of the reply's
 * `result`. `read` reports what it leaves out.
 */
export async function sendCall<T>(
  context: Context,
  wire: WireCall,
  read: (result: unknown, drop: Drop) => T,
  options: CallOptions = {},
  startedAt = performance.now(),
): Promise<T> {
  checkCallOptions(options, wire.method);
  return context.lifetime.run(wire.method, options.signal, async (open) => {
    try {
      return await new Call(context, wire, options, open, startedAt).run(read);
    } catch (error) {
      throw withWire(error, wire.wire);
    }
  });
}

class Call {
  readonly #context: Context;
  readonly #wire: WireCall;
  readonly #options: CallOptions;
  readonly #open: OpenWork;
  readonly #events: CallEvents;
  readonly #deadline: number;
  #httpStatus: number | undefined;
  #raw: RawReply | undefined;
  /** Entrata's words, when they say that there is nothing. */
  #words: string | undefined;
  /** Set once an attempt has ended with nobody knowing what came of it. */
  #isUnknown = false;

  constructor(context: Context, wire: WireCall, options: CallOptions, open: OpenWork, startedAt: number) {
    this.#context = context;
    this.#wire = wire;
    this.#options = options;
    this.#open = open;
    this.#events = new CallEvents(context.onEvent, wire);
    this.#deadline = startedAt + (options.deadlineMs ?? context.deadlineMs);
  }

  async run<T>(read: (result: unknown, drop: Drop) => T): Promise<T> {
    let result: unknown;
    try {
      result = await this.#attempt(1);
    } catch (error) {
      result = await this.#retry(error);
    }
    const drops = new Drops();
    const value = this.#read((given, drop) => read(this.#reshape(given), drop), result, drops.drop);
    for (const dropped of drops.counts) this.#events.dropped(dropped);
    if (this.#words !== undefined) {
      this.#events.nothingFound(maskMessage(this.#words, this.#wire.secrets) ?? '');
    }
    this.#events.success();
    return value;
  }

  /** A reply that is good as a whole may still say no in a record, or hold what cannot be read. */
  #read<T>(read: (result: unknown, drop: Drop) => T, result: unknown, drop: Drop): T {
    try {
      return read(result, drop);
    } catch (error) {
      const { method, requestId, secrets } = this.#wire;
      const known = isEntrataError(error)
        ? error
        : new EntrataError('bad_response', `${method}: Entrata's reply cannot be read`, {
            outcome: 'unknown',
            method,
            cause: error,
          });
      const entrataMessage = maskMessage(known.entrataMessage, secrets);
      const complete = withDetails(known, { requestId, httpStatus: this.#httpStatus, entrataMessage });
      this.#events.failure(complete);
      throw complete;
    }
  }

  /** The result as Entrata publishes it, where the profile says how to make it. */
  #reshape(result: unknown): unknown {
    const { reshape, method } = this.#wire;
    const raw = this.#raw;
    if (!reshape || !raw || this.#words !== undefined) return result;
    try {
      return runResultHook(() => reshape.read(result, raw));
    } catch (cause) {
      // Even an error of this package's own: the profile cannot know what became of the call.
      const details = { outcome: 'unknown', method, cause } as const;
      throw new EntrataError('bad_response', `${method}: ${reshape.name} failed on Entrata's reply`, details);
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
    this.#isUnknown ||= error.outcome === 'unknown';
    if (this.#open.isClosing) throw this.#closed(error);
    this.#events.retry(delayMs, error);
    try {
      await this.#open.wait(this.#context.clock.sleep(delayMs, this.#open.signal));
    } catch {
      if (this.#open.wasCut) throw this.#closed(error);
      // Aborted: the call ends with the error that was to be retried, which says what is known.
      return false;
    }
    return true;
  }

  /** What `entrata.close()` leaves of a call that was not on its way: what was refused before stands nowhere. */
  #closed(cause: unknown): EntrataError {
    const { method, requestId } = this.#wire;
    const says = 'this Entrata was closed while the call waited';
    return closedError(method, says, this.#isUnknown ? 'unknown' : 'not_sent', cause, requestId);
  }

  async #attempt(number: number): Promise<unknown> {
    const { quotaKey } = this.#wire;
    const quota = this.#context.quota.of(quotaKey);
    await this.#awaitQuota(quota);
    let reply: HttpReply | undefined;
    let json: unknown;
    try {
      if (this.#open.isClosing) throw this.#closed(undefined);
      this.#events.attempt(number);
      const sentAt = performance.now();
      try {
        reply = await this.#exchange();
        json = parseJson(reply.body);
      } finally {
        this.#showWire(number, reply, json, performance.now() - sentAt);
      }
    } finally {
      quota.release(reply, reply !== undefined && isRateLimit(reply.status, json));
    }
    this.#httpStatus = reply.status;
    this.#events.reply(reply.status);
    const { status, headers, body } = reply;
    this.#raw = { status, headers, body: json ?? body };
    this.#showResponse(this.#raw);
    const { clock, wire } = this.#context;
    const { result, words } = judgeReply(reply, json, this.#wire, { now: clock.now(), wire });
    this.#words = words;
    return result;
  }

  async #awaitQuota(quota: MethodQuota): Promise<void> {
    const { method, requestId } = this.#wire;
    const { signal } = this.#open;
    const place = quota.admit({ method, requestId, waitMs: this.#left(), signal });
    if (!place) return;
    try {
      await this.#open.wait(place);
    } catch (error) {
      throw this.#open.wasCut ? this.#closed(error) : error;
    }
  }

  /** Shows one exchange to `onWire`; costs nothing when nobody looks. */
  #showWire(attempt: number, reply: HttpReply | undefined, json: unknown, durationMs: number): void {
    const { onWire, hooks } = this.#context;
    if (!onWire) return;
    const { method, subdomain, requestId, wire, url, headers, body, secrets, repliesSecret } = this.#wire;
    const isForm = headers['content-type'] === 'application/x-www-form-urlencoded';
    hooks.run('onWire', onWire, {
      method,
      subdomain,
      requestId,
      wire,
      attempt,
      request: {
        url,
        headers: redactHeaders(headers),
        body: redactBody(isForm ? body : parseJson(body), { secrets }, isForm),
      },
      reply: reply && {
        status: reply.status,
        headers: redactHeaders(reply.headers),
        body: redactBody(json ?? reply.body, { secrets, hidesTexts: repliesSecret === true }),
      },
      durationMs,
    });
  }

  #showResponse(reply: RawReply): void {
    const { onResponse } = this.#options;
    if (onResponse) this.#context.hooks.run('onResponse', onResponse, reply);
  }

  async #exchange(): Promise<HttpReply> {
    const { url, headers, body } = this.#wire;
    const { http, maxBodyBytes } = this.#context;
    const timeoutMs = Math.min(this.#options.timeoutMs ?? this.#context.timeoutMs, this.#left());
    try {
      if (timeoutMs <= 0) throw new HttpFailure('timeout', false);
      return await http.send({ url, headers, body, timeoutMs, maxBodyBytes, signal: this.#open.signal });
    } catch (cause) {
      throw this.#exchangeError(cause);
    }
  }

  #exchangeError(cause: unknown): EntrataError {
    const { method, requestId } = this.#wire;
    if (!isHttpFailure(cause)) {
      // A transport of the user's own may throw anything; whether it had sent is then not known.
      const details = { outcome: 'unknown', method, requestId, cause } as const;
      return new EntrataError('network', `${method}: the transport failed`, details);
    }
    if (cause.kind !== 'aborted' || !this.#open.wasCut) return failureError(cause, this.#wire);
    const outcome = cause.sent || this.#isUnknown ? 'unknown' : 'not_sent';
    return closedError(method, 'this Entrata was closed before the answer came', outcome, cause, requestId);
  }

  #left(): number {
    return this.#deadline - performance.now();
  }
}
