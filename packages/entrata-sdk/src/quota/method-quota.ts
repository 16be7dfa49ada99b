import type { Clock } from '../core/clock.js';
import { EntrataError } from '../core/errors.js';
import type { HttpReply } from '../http/transport.js';
import { QuotaBucket, type Waiter } from './bucket.js';
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

/** One method's quota, and the queue of callers that wait for it. */
export class MethodQuota {
  readonly #bucket = new QuotaBucket();
  readonly #clock: Required<Clock>;
  readonly #policy: QuotaPolicy;

  constructor(clock: Required<Clock>, policy: QuotaPolicy) {
    this.#clock = clock;
    this.#policy = policy;
  }

  get isIdle(): boolean {
    return this.#bucket.isIdle;
  }

  /** Undefined when the call may go at once, which is the usual case and costs no wait. */
  admit(request: QuotaRequest): Promise<void> | undefined {
    const now = this.#clock.elapsedMs();
    if (this.#bucket.tryAdmit(now)) return undefined;
    const until = now + Math.min(request.waitMs, this.#policy.maxWaitMs);
    if (this.#bucket.queued >= this.#policy.maxQueued || !this.#bucket.mayOpenBy(until, now)) {
      throw this.#refusal(request);
    }
    return this.#wait(request, until);
  }

  /** Every admitted call ends with this; without a reply nothing is learned. */
  release(reply: HttpReply | undefined, isRateLimited = false): void {
    const now = this.#clock.elapsedMs();
    if (reply) {
      // A reply may name an instant; all that is kept of it is how far away that is.
      const blockedForMs = isRateLimited ? readRetryAfter(reply.headers, this.#clock.now()) : undefined;
      this.#bucket.learn(readRateLimits(reply.headers), blockedForMs, now);
    } else this.#bucket.release();
    if (this.#bucket.queued > 0) this.#bucket.pump(now);
  }

  #wait(request: QuotaRequest, until: number): Promise<void> {
    const { signal } = request;
    return new Promise((resolve, reject) => {
      const wake = new AbortController();
      const leave = () => {
        signal?.removeEventListener('abort', onAbort);
        this.#bucket.leave(waiter);
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
          reject(this.#refusal(request));
        },
      };
      const onAbort = () => {
        leave();
        reject(aborted(request));
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#bucket.enter(waiter);
      if (signal?.aborted) onAbort();
      else void this.#watch(waiter, wake.signal);
    });
  }

  /** Opens the door whenever a window resets, until this caller is in or its patience ends. */
  async #watch(waiter: Waiter, left: AbortSignal): Promise<void> {
    // Counted as well as looked up, so that a clock of a test's that stands still ends the wait too.
    let patienceMs = waiter.until - this.#clock.elapsedMs();
    while (!left.aborted) {
      const now = this.#clock.elapsedMs();
      const waitMs = Math.max(1, Math.min(patienceMs, waiter.until - now, this.#bucket.opensAt(now) - now));
      // Rejects when the caller has left the queue, which ends the loop.
      await this.#clock.sleep(waitMs, left).catch(() => {});
      patienceMs -= waitMs;
      this.#bucket.pump(this.#clock.elapsedMs());
      if (!left.aborted && (patienceMs <= 0 || this.#clock.elapsedMs() >= waiter.until)) waiter.refuse();
    }
  }

  #refusal({ method, requestId }: QuotaRequest): EntrataError {
    const now = this.#clock.elapsedMs();
    return new EntrataError('rate_limited', `${method}: the quota that Entrata reports is used up`, {
      outcome: 'not_sent',
      method,
      requestId,
      retryAfterMs: this.#bucket.opensAt(now) - now,
    });
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
