import type { EntrataError } from '../core/errors.js';
import type { CallNames, DroppedWhat, DroppedWhy, EntrataEvent } from '../core/events.js';

/** Reports the steps of one call to `onEvent`; costs nothing when nobody listens. */
export class CallEvents {
  readonly #onEvent: ((event: EntrataEvent) => void) | undefined;
  readonly #names: CallNames;
  readonly #started: number;
  #attempt = 0;
  #attemptStarted = 0;

  constructor(
    onEvent: ((event: EntrataEvent) => void) | undefined,
    { method, subdomain, requestId, wire }: CallNames,
  ) {
    this.#onEvent = onEvent;
    this.#names = { method, subdomain, requestId, wire };
    this.#started = onEvent ? performance.now() : 0;
  }

  attempt(number: number): void {
    this.#attempt = number;
    if (!this.#onEvent) return;
    this.#attemptStarted = performance.now();
    this.#onEvent({ type: 'attempt', ...this.#names, attempt: number });
  }

  reply(httpStatus: number): void {
    if (!this.#onEvent) return;
    const durationMs = performance.now() - this.#attemptStarted;
    this.#onEvent({ type: 'reply', ...this.#names, attempt: this.#attempt, httpStatus, durationMs });
  }

  retry(delayMs: number, { code }: EntrataError): void {
    this.#onEvent?.({ type: 'retry', ...this.#names, attempt: this.#attempt, delayMs, code });
  }

  dropped({ what, why, count }: { what: DroppedWhat; why: DroppedWhy; count: number }): void {
    this.#onEvent?.({ type: 'dropped', ...this.#names, what, why, count });
  }

  nothingFound(entrataMessage: string): void {
    this.#onEvent?.({ type: 'nothing_found', ...this.#names, entrataMessage });
  }

  success(): void {
    this.#onEvent?.({ type: 'success', ...this.#names, ...this.#totals() });
  }

  failure({ code, outcome, httpStatus }: EntrataError): void {
    this.#onEvent?.({ type: 'failure', ...this.#names, ...this.#totals(), code, outcome, httpStatus });
  }

  #totals() {
    return { attempts: this.#attempt, durationMs: performance.now() - this.#started };
  }
}
