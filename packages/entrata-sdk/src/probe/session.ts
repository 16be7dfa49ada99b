import type { Auth } from '../auth.js';
import type { EntrataEvent } from '../core/events.js';
import { createEntrata, type Entrata } from '../entrata.js';
import type { CallOptions, EntrataOptions } from '../options.js';
import { hookResults } from './hook-results.js';
import type { Found, Step, StepContext, StepResult } from './steps.js';
import { type Exchange, Watch } from './watch.js';

/** What came of one step. */
export interface StepRun {
  readonly step: Step;
  readonly exchanges: readonly Exchange[];
  /** What earlier steps had found. */
  readonly before: Found;
  /** Absent when it failed. */
  readonly result?: StepResult;
  readonly error?: unknown;
  /** What was left out of good replies, such as `unit, no_id`, and how often. */
  readonly drops: ReadonlyMap<string, number>;
}

export interface SessionOptions {
  /** As they go to `createEntrata`. */
  readonly entrata: EntrataOptions;
  readonly subdomain: string;
  readonly auth: Auth;
  readonly propertyId: string;
  /** Sends what `entrata.http` does not. */
  readonly fetch?: typeof globalThis.fetch;
  readonly signal?: AbortSignal | undefined;
  /** What earlier steps found. */
  readonly found?: Found;
  /** Changes what a `read` hook of the profile gives. */
  readonly reshape?: (result: unknown) => unknown;
}

const dayMs = 86_400_000;

/** Runs steps one after another, and keeps what was sent and what came. Close it when done. */
export class Session {
  readonly found: Found;
  readonly #watch: Watch;
  readonly #entrata: Entrata;
  readonly #context: StepContext;
  #drops = new Map<string, number>();

  constructor(options: SessionOptions) {
    const { entrata, subdomain, auth, propertyId, signal, reshape } = options;
    this.found = { ...options.found };
    this.#watch = new Watch(entrata.http, options.fetch);
    const { wire = {}, onEvent } = entrata;
    this.#entrata = createEntrata({
      ...entrata,
      wire: hookResults(wire, (result) => this.#see(reshape ? reshape(result) : result)),
      http: this.#watch.http,
      // Few calls, and a clear word of what came of each.
      retry: { ...entrata.retry, maxRetries: 0 },
      onEvent: (event) => {
        this.#note(event);
        onEvent?.(event);
      },
    });
    let calls = 0;
    const now = entrata.clock?.now() ?? Date.now();
    this.#context = {
      entrata: this.#entrata,
      client: this.#entrata.client({ subdomain, auth }),
      subdomain,
      auth,
      propertyId,
      day: (fromToday) => new Date(now + fromToday * dayMs).toISOString().slice(0, 10),
      options: (): CallOptions => {
        calls += 1;
        // A number, which a reply may repeat as such.
        return { requestId: String(calls), ...(signal && { signal }) };
      },
      found: this.found,
    };
  }

  /** `YYYY-MM-DD`, so many days from today. */
  day(fromToday: number): string {
    return this.#context.day(fromToday);
  }

  async run(step: Step): Promise<StepRun> {
    const first = this.#watch.exchanges.length;
    const before = { ...this.found };
    this.#drops = new Map();
    const end = () => ({ step, before, exchanges: this.#watch.exchanges.slice(first), drops: this.#drops });
    try {
      const result = await step.run(this.#context);
      return { result, ...end() };
    } catch (error) {
      return { error, ...end() };
    }
  }

  close(): Promise<void> {
    return this.#entrata.close();
  }

  #see(result: unknown): unknown {
    const exchange = this.#watch.exchanges.at(-1);
    if (exchange) Object.assign(exchange, { result, isReshaped: true });
    return result;
  }

  #note(event: EntrataEvent): void {
    if (event.type !== 'dropped') return;
    const what = `${event.what}, ${event.why}`;
    this.#drops.set(what, (this.#drops.get(what) ?? 0) + event.count);
  }
}
