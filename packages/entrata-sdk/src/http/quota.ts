import type { Clock } from '../clock.js';
import { EntrataError } from '../errors.js';
import type { HttpReply } from './http.js';
import { QuotaBucket, type Waiter } from './quota-bucket.js';
import { readRateLimits } from './rate-limit-headers.js';
import { readRetryAfter } from './retry-after.js';

export interface QuotaPolicy {
  readonly maxQueued: number;
  readonly maxWaitMs: number;
}

/** Who asks for a place, and how long it can wait. */
export interface QuotaRequest {
  /** The public method, for the error. */
  readonly method: string;
  readonly requestId: string | undefined;
  readonly waitMs: number;
  readonly signal: AbortSignal | undefined;
}

const maxBuckets = 5_000;

/**
 * Keeps calls within the limits that Entrata's replies report, for each client and method on its own.
 * Callers beyond them stand in line, first come first served; when the line is full or the wait too
 * long they get `rate_limited` at once, with nothing sent.
 */
export class Quota {
  readonly #buckets = new Map<string, QuotaBucket>();
  readonly #clock: Required<Clock>;
  readonly #policy: QuotaPolicy;

  constructor(clock: Required<Clock>, policy: QuotaPolicy) {
    this.#clock = clock;
    this.#policy = policy;
  }

  /** Undefined when the call may go at once, which is the usual case and costs no wait. */
  admit(key: string, request: QuotaRequest): Promise<void> | undefined {
    const bucket = this.#bucket(key);
    const now = this.#clock.now();
    if (bucket.tryAdmit(now)) return undefined;
    const until = now + Math.min(request.waitMs, this.#policy.maxWaitMs);
    if (bucket.queued >= this.#policy.maxQueued || !bucket.mayOpenBy(until, now)) {
      throw this.#refusal(bucket, request);
    }
    return this.#standInLine(bucket, request, until);
  }

  /** Every admitted call ends with this; without a reply nothing is learned. */
  settle(key: string, reply: HttpReply | undefined): void {
    const bucket = this.#bucket(key);
    const now = this.#clock.now();
    if (reply) {
      const blockedForMs = reply.status === 429 ? readRetryAfter(reply.headers, now) : undefined;
      bucket.learn(readRateLimits(reply.headers), blockedForMs, now);
    } else bucket.release();
    if (bucket.queued > 0) bucket.pump(now);
  }

  #standInLine(bucket: QuotaBucket, request: QuotaRequest, until: number): Promise<void> {
    const { signal } = request;
    return new Promise((resolve, reject) => {
      const wake = new AbortController();
      const leave = () => {
        signal?.removeEventListener('abort', onAbort);
        bucket.leave(waiter);
        wake.abort();
      };
      const waiter: Waiter = {
        until,
        admit: () => {
          leave();
          resolve();
        },
        refuse: () => {
          leave();
          reject(this.#refusal(bucket, request));
        },
      };
      const onAbort = () => {
        leave();
        reject(aborted(request));
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      bucket.enter(waiter);
      if (signal?.aborted) onAbort();
      else void this.#watch(bucket, waiter, wake.signal);
    });
  }

  /** Opens the door whenever a window resets, until this caller is in or its patience ends. */
  async #watch(bucket: QuotaBucket, waiter: Waiter, left: AbortSignal): Promise<void> {
    while (!left.aborted) {
      const now = this.#clock.now();
      const wakeAt = Math.min(waiter.until, bucket.opensAt(now));
      // Rejects when the caller has left the line, which ends the loop.
      await this.#clock.sleep(Math.max(1, wakeAt - now), left).catch(() => {});
      bucket.pump(this.#clock.now());
      if (!left.aborted && this.#clock.now() >= waiter.until) waiter.refuse();
    }
  }

  #refusal(bucket: QuotaBucket, { method, requestId }: QuotaRequest): EntrataError {
    const now = this.#clock.now();
    return new EntrataError('rate_limited', `${method}: the quota that Entrata reports is used up`, {
      outcome: 'not_sent',
      method,
      requestId,
      retryAfterMs: bucket.opensAt(now) - now,
    });
  }

  #bucket(key: string): QuotaBucket {
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      if (this.#buckets.size >= maxBuckets) this.#dropIdle();
      bucket = new QuotaBucket();
      this.#buckets.set(key, bucket);
    }
    return bucket;
  }

  #dropIdle(): void {
    for (const [key, bucket] of this.#buckets) if (bucket.isIdle) this.#buckets.delete(key);
  }
}

function aborted({ method, requestId }: QuotaRequest): EntrataError {
  return new EntrataError(
    'aborted',
    `${method} was aborted by the caller while it waited for the rate limit`,
    {
      outcome: 'not_sent',
      method,
      requestId,
    },
  );
}
