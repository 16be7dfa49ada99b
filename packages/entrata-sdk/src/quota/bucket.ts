import type { RateLimitWindow } from './rate-limit-headers.js';

interface KnownWindow {
  limit: number;
  remaining: number;
  resetAt: number;
  readonly lengthMs: number;
}

/** A caller that waits. */
export interface Waiter {
  /** When its patience ends. */
  readonly until: number;
  admit(): void;
  refuse(): void;
}

/**
 * The quota of one method of one client. Nothing is known before the first reply and nothing is held
 * back then. Replies may come out of order, so what is in flight is taken off what a reply reports: too
 * careful for a moment, exact once everything is answered.
 */
export class QuotaBucket {
  readonly #windows = new Map<string, KnownWindow>();
  readonly #waiting = new Set<Waiter>();
  #inFlight = 0;
  #blockedUntil = 0;
  #blockedForMs = 0;

  get isIdle(): boolean {
    return this.#inFlight === 0 && this.#waiting.size === 0;
  }

  get queued(): number {
    return this.#waiting.size;
  }

  /** Takes a place when there is one and nobody waits for it. */
  tryAdmit(now: number): boolean {
    if (this.#waiting.size > 0 || this.opensAt(now) > now) return false;
    this.#take();
    return true;
  }

  /** Whether someone who waits until then can get in, as far as is known. */
  mayOpenBy(until: number, now: number): boolean {
    return this.#inFlight > 0 || this.opensAt(now) <= until;
  }

  enter(waiter: Waiter): void {
    this.#waiting.add(waiter);
  }

  leave(waiter: Waiter): void {
    this.#waiting.delete(waiter);
  }

  /** Lets in, in order, as many as there are places, and sends off who would wait in vain. */
  pump(now: number): void {
    for (const waiter of this.#waiting) {
      if (this.opensAt(now) <= now) {
        this.#waiting.delete(waiter);
        this.#take();
        waiter.admit();
      } else if (!this.mayOpenBy(waiter.until, now)) {
        this.#waiting.delete(waiter);
        waiter.refuse();
      }
    }
  }

  /** When the next call may go, as far as is known: `now` when it may go at once. */
  opensAt(now: number): number {
    // A clock that was set back must not hold calls for longer than what it was about.
    this.#blockedUntil = Math.min(this.#blockedUntil, now + this.#blockedForMs);
    let at = Math.max(now, this.#blockedUntil);
    for (const window of this.#windows.values()) {
      window.resetAt = Math.min(window.resetAt, now + window.lengthMs);
      if (window.resetAt <= now) {
        window.remaining = window.limit - this.#inFlight;
        window.resetAt = now + window.lengthMs;
      }
      if (window.remaining <= 0) at = Math.max(at, window.resetAt);
    }
    return at;
  }

  /** A call ended without a reply. */
  release(): void {
    this.#inFlight -= 1;
  }

  /** A reply came: what it reports counts from now on. */
  learn(windows: readonly RateLimitWindow[], blockedForMs: number | undefined, now: number): void {
    this.#inFlight -= 1;
    for (const { unit, limit, remaining, resetMs, lengthMs } of windows) {
      this.#windows.set(unit, {
        limit: limit ?? this.#windows.get(unit)?.limit ?? Number.POSITIVE_INFINITY,
        remaining: remaining - this.#inFlight,
        resetAt: now + resetMs,
        lengthMs,
      });
    }
    if (blockedForMs !== undefined && now + blockedForMs > this.#blockedUntil) {
      this.#blockedUntil = now + blockedForMs;
      this.#blockedForMs = blockedForMs;
    }
  }

  #take(): void {
    this.#inFlight += 1;
    for (const window of this.#windows.values()) window.remaining -= 1;
  }
}
