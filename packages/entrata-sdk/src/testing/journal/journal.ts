import type { Surface } from '../protocol/route.js';

/** A request that the sandbox received, and what became of it. */
export interface JournalEntry {
  /** ISO instant. */
  readonly at: string;
  readonly surface: Surface;
  readonly path: string;
  readonly subdomain: string | undefined;
  readonly service: string | undefined;
  /** Entrata's method name; absent when the body could not be read. */
  readonly method: string | undefined;
  readonly version: string | undefined;
  /** `content-type`, `accept`, and the credentials as objects that do not print. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** The parsed body; what is secret in `auth` is an object that does not print. */
  readonly body: unknown;
  /** HTTP status; 0 when the connection was dropped instead. */
  readonly status: number;
  /** `response.error.code`, when there was one. */
  readonly errorCode: number | undefined;
  /** The kind of the fault that was scripted for it. */
  readonly fault: string | undefined;
}

/** The last `limit` requests, oldest first. */
export class Journal {
  readonly #limit: number;
  #entries: JournalEntry[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(entry: JournalEntry): void {
    if (this.#limit === 0) return;
    this.#entries.push(entry);
    // Trimmed in bulk: a shift per request would move the whole array each time.
    if (this.#entries.length >= this.#limit * 2) this.#entries = this.#entries.slice(-this.#limit);
  }

  clear(): void {
    this.#entries = [];
  }

  get entries(): readonly JournalEntry[] {
    // A limit of 0 keeps nothing, and slice(-0) of nothing is nothing.
    return this.#entries.slice(-this.#limit);
  }
}
