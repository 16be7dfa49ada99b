import { EntrataError } from './errors.js';

/** Work that `close` waits for: a call, or the fetching of its token. */
export class OpenWork {
  /** Ends what is under way: the caller gave up, or `close` did. Passed on to everything that waits. */
  readonly signal: AbortSignal;
  /** Set while nothing is on its way to Entrata; `close` then ends the work at once. */
  isWaiting = false;
  readonly #stop = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #lifetime: Lifetime;

  constructor(lifetime: Lifetime, caller: AbortSignal | undefined) {
    this.signal = this.#stop.signal;
    this.#lifetime = lifetime;
    this.#caller = caller;
    if (caller?.aborted) this.#onCallerAbort();
    else caller?.addEventListener('abort', this.#onCallerAbort, { once: true });
  }

  /** Whether nothing more may be sent, since `close` was called. */
  get isClosing(): boolean {
    return this.#lifetime.isClosed;
  }

  /** Whether it was `close` that ended what was under way, and not the caller. */
  get wasCut(): boolean {
    return this.signal.aborted && this.#caller?.aborted !== true;
  }

  /** Waits for something that `close` may end. */
  async wait<T>(waiting: Promise<T>): Promise<T> {
    this.isWaiting = true;
    try {
      return await waiting;
    } finally {
      this.isWaiting = false;
    }
  }

  cut(): void {
    this.#stop.abort(new Error('this Entrata was closed'));
  }

  end(): void {
    this.#caller?.removeEventListener('abort', this.#onCallerAbort);
  }

  readonly #onCallerAbort = () => this.#stop.abort(this.#caller?.reason);
}

/** Whether an Entrata is open, and the work that is under way. */
export class Lifetime {
  readonly #work = new Set<OpenWork>();
  #isClosed = false;
  #closing: Promise<void> | undefined;
  #onIdle: (() => void) | undefined;

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Runs work that `close` has to know of. Throws `closed` afterwards. */
  async run<T>(
    method: string,
    caller: AbortSignal | undefined,
    work: (open: OpenWork) => Promise<T>,
  ): Promise<T> {
    if (this.isClosed) throw closedError(method, 'this Entrata was closed', 'not_sent');
    const open = new OpenWork(this, caller);
    this.#work.add(open);
    try {
      return await work(open);
    } finally {
      open.end();
      this.#work.delete(open);
      if (this.#work.size === 0) this.#onIdle?.();
    }
  }

  /**
   * Ends what waits, lets what is on its way come back for so long, cuts the rest, then closes the connections, for which
   * it waits as long again. Every caller gets the same promise.
   */
  close(timeoutMs: number, closeConnections: () => Promise<void>): Promise<void> {
    this.#isClosed = true;
    this.#closing ??= this.#close(timeoutMs, closeConnections);
    return this.#closing;
  }

  async #close(timeoutMs: number, closeConnections: () => Promise<void>): Promise<void> {
    for (const open of this.#work) if (open.isWaiting) open.cut();
    if (this.#work.size > 0) {
      await within(timeoutMs, this.#idle());
      for (const open of this.#work) open.cut();
    }
    await within(timeoutMs, closeConnections());
  }

  #idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#onIdle = resolve;
    });
  }
}

/** What a call ends with that `close` keeps from going on. */
export function closedError(
  method: string,
  says: string,
  outcome: 'not_sent' | 'unknown',
  cause?: unknown,
  requestId?: string,
): EntrataError {
  return new EntrataError('closed', `${method}: ${says}`, { outcome, method, requestId, cause });
}

/** Waits for it, but no longer than this. */
async function within(timeoutMs: number, awaited: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  try {
    await Promise.race([awaited, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
