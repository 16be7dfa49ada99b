import type { Clock } from '../core/clock.js';
import { MethodQuota, type QuotaPolicy } from './method-quota.js';

const maxMethods = 5_000;

/**
 * Keeps calls within the limits that Entrata's replies report, for each client and method on its own.
 * Callers beyond them wait in a queue, first come first served; when it is full or the wait too
 * long they get `rate_limited` at once, with nothing sent.
 */
export class Quota {
  readonly #methods = new Map<string, MethodQuota>();
  readonly #clock: Required<Clock>;
  readonly #policy: QuotaPolicy;

  constructor(clock: Required<Clock>, policy: QuotaPolicy) {
    this.#clock = clock;
    this.#policy = policy;
  }

  /** The quota of one method of one client. */
  of(key: string): MethodQuota {
    let quota = this.#methods.get(key);
    if (!quota) {
      if (this.#methods.size >= maxMethods) this.#dropIdle();
      quota = new MethodQuota(this.#clock, this.#policy);
      this.#methods.set(key, quota);
    }
    return quota;
  }

  #dropIdle(): void {
    for (const [key, quota] of this.#methods) if (quota.isIdle) this.#methods.delete(key);
  }
}
