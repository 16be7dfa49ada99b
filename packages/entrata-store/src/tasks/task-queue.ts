import type { Id, Instant } from '../core/ids.js';

/** What a task is about: ids and numbers, never a secret, never personal data. */
export type TaskPayload = Readonly<Record<string, string | number | boolean>>;

/** A task to enqueue. */
export interface NewTask {
  /** Chooses the handler; 1 to 100 characters. */
  readonly kind: string;
  /** Ids and numbers only: never a secret, never personal data. */
  readonly payload: TaskPayload;
  /**
   * At most one open task has this key. Enqueued while such a task waits: nothing happens (an earlier `runAt`
   * pulls it forward). Enqueued while it runs: it runs once more afterwards.
   */
  readonly openKey?: string | undefined;
  /**
   * Not before this instant.
   * @defaultValue now
   */
  readonly runAt?: Instant | undefined;
  /**
   * Tasks of one group are run fairly beside those of other groups, e.g. a client's id.
   * @defaultValue `''`
   */
  readonly group?: string | undefined;
  /** The public log id of the webhook or request this task followed. */
  readonly requestId?: string | undefined;
  /**
   * Attempts before the task is a dead letter, 1 to 1,000.
   * @defaultValue 10
   */
  readonly maxAttempts?: number | undefined;
}

/** Every {@link TaskStatus}. */
export const taskStatuses = ['waiting', 'running', 'done', 'dead'] as const;
/** `dead`: a dead letter, that ran out of attempts or whose error was final. */
export type TaskStatus = (typeof taskStatuses)[number];

/** A task as it is stored. */
export interface TaskRecord {
  readonly id: Id;
  readonly kind: string;
  /** Empty when what is stored cannot be read; such a task ends `dead` with `lastError: 'unreadable_payload'`. */
  readonly payload: TaskPayload;
  readonly openKey: string | undefined;
  readonly group: string;
  readonly requestId: string | undefined;
  readonly status: TaskStatus;
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly runAt: Instant;
  readonly leaseUntil: Instant | undefined;
  /** The fencing token: raised by one with every claim; a completion with an older one is refused. */
  readonly fence: number;
  /** A stable code, or the error's name. */
  readonly lastError: string | undefined;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** What a handler is given. */
export interface TaskRun {
  readonly id: Id;
  readonly kind: string;
  readonly payload: TaskPayload;
  readonly requestId: string | undefined;
  /** 1 on the first attempt. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /**
   * Aborts when the lease is lost, when the worker is told to stop and its bound ran out, or when the worker's
   * `timeoutMs` is over: its reason's `code` is then `timed_out`.
   */
  readonly signal: AbortSignal;
}

/**
 * Runs a task: at least once, perhaps again after a crash, perhaps by two workers at the same time after a long
 * pause. So it must lean on compare-and-set over domain rows. Throwing tries again with backoff until `maxAttempts`;
 * an error with `retryAfterMs` chooses the delay, one with `retryable: false` makes the task dead at once. One that does
 * not return keeps its place until the worker's `timeoutMs` and `graceMs` are over: the run has then failed as
 * `timed_out`, the next attempt may run beside it, and what it returns later changes nothing.
 */
export type TaskHandler = (run: TaskRun) => Promise<void>;

/** How a worker runs its tasks. */
export interface TaskWorkerOptions {
  /**
   * How many tasks run at once, 1 to 1,000.
   * @defaultValue 8
   */
  readonly concurrency?: number | undefined;
  /**
   * How long a claim holds without a heartbeat, in milliseconds.
   * @defaultValue 30,000
   */
  readonly leaseMs?: number | undefined;
  /**
   * How often to look for due tasks when nothing woke the worker, in milliseconds.
   * @defaultValue 1,000
   */
  readonly pollMs?: number | undefined;
  /**
   * How long a task that is done stays listed before it is deleted, in milliseconds.
   * @defaultValue 7 days
   */
  readonly keepDoneMs?: number | undefined;
  /**
   * How long a handler may take, in milliseconds; past it its signal aborts and `onEvent` is called with
   * `task.timed_out`. It belongs to the worker: kinds that need another limit, or places of their own, get another
   * worker.
   * @defaultValue 300,000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * How much longer a handler may take to return once its signal aborted for that, in milliseconds. Past it the run has
   * failed with `timed_out`, is tried again like any other failure, and its place is free for another task.
   * @defaultValue 10,000
   */
  readonly graceMs?: number | undefined;
  /**
   * Kinds that this worker leaves to others. One of their tasks that waits, and that nobody has touched for a day, is
   * deleted: where no process runs them, they do not pile up.
   * @defaultValue none
   */
  readonly leaveKinds?: readonly string[] | undefined;
  /**
   * Called with every run that ended or took too long, and with engine trouble. What it throws or rejects with harms no task: it is
   * reported once, as a warning of the process.
   * @defaultValue none
   */
  readonly onEvent?: ((event: TaskEvent) => void) | undefined;
}

/** What a worker's `onEvent` is called with. */
export type TaskEvent =
  | {
      /** `task.timed_out`: the handler still runs although its time is over; how the run ends is told as well. */
      readonly type: 'task.done' | 'task.failed' | 'task.dead' | 'task.timed_out';
      readonly id: Id;
      readonly kind: string;
      /** Undefined when what is stored cannot be read. */
      readonly payload: TaskPayload | undefined;
      readonly requestId: string | undefined;
      readonly attempt: number;
      readonly error?: unknown;
    }
  | { readonly type: 'engine.error'; readonly error: unknown };

/** A running worker. */
export interface TaskWorker {
  /**
   * Claims nothing new, waits for what runs, then aborts its signal and gives it back to other workers.
   * @throws StoreError `misuse` for an option that makes no sense.
   * @example
   * await worker.stop({ drainMs: 5_000 });
   */
  stop(options?: {
    /**
     * How long what runs may take to end, in milliseconds.
     * @defaultValue 10,000
     */
    readonly drainMs?: number | undefined;
  }): Promise<void>;
  /**
   * Resolves when no task of this worker's kinds is due or running. For tests and walk-throughs.
   * @example
   * await worker.idle();
   */
  idle(): Promise<void>;
  /**
   * How many handlers of each kind have not returned although their time is over, those whose place was given to another
   * task included. Kinds without any are left out.
   * @example
   * for (const [kind, count] of Object.entries(worker.stuck())) console.warn(kind, count);
   */
  stuck(): Readonly<Record<string, number>>;
}

/** Enqueues tasks. */
export interface TaskEnqueuer {
  /**
   * In the transaction it is called in: the task exists exactly when the rows beside it do (a transactional outbox).
   * @throws StoreError `misuse` for a task that could not be kept as it is.
   * @example
   * await store.transaction(async (tx) => {
   *   await tx.viewings.open(viewing);
   *   await tx.tasks.enqueue({ kind: 'viewing.send', payload: { viewing: id }, openKey: `viewing.send:${id}` });
   * });
   */
  enqueue(task: NewTask): Promise<void>;
}

/** Durable tasks on the database of the store. Wake-ups, at least once; the domain rows decide. */
export interface TaskQueue extends TaskEnqueuer {
  /**
   * Starts running tasks of the kinds in `handlers`.
   * @throws StoreError `misuse` for an option or a handler that makes no sense, and once the store is closed.
   * @example
   * const worker = store.tasks.work(
   *   { 'viewing.send': ({ payload, signal }) => sendLead(String(payload.viewing), signal) },
   *   { concurrency: 4 },
   * );
   * await worker.stop();
   */
  work(handlers: Readonly<Record<string, TaskHandler>>, options?: TaskWorkerOptions): TaskWorker;
  /**
   * The task of this id, in whatever state.
   * @throws StoreError `misuse` for an id that is no text, and once the store is closed.
   * @example
   * const isDone = (await store.tasks.find(id))?.status === 'done';
   */
  find(id: Id): Promise<TaskRecord | undefined>;
  /**
   * Newest first.
   * @throws StoreError `misuse` for a limit or cursor that is none, a filter that is no text, and once the store
   * is closed.
   * @example
   * const { items, next } = await store.tasks.list({ status: 'dead', kind: 'viewing.send' }, { limit: 100 });
   */
  list(
    filter?: {
      readonly status?: TaskStatus | undefined;
      readonly kind?: string | undefined;
      readonly requestId?: string | undefined;
    },
    page?: { readonly limit?: number | undefined; readonly after?: string | undefined },
  ): Promise<{ readonly items: readonly TaskRecord[]; readonly next: string | undefined }>;
  /**
   * Makes a dead task due again with its attempts at zero. False when it is not dead, or its key is open again.
   * @throws StoreError `misuse` for an id that is no text, and once the store is closed.
   * @example
   * const isDueAgain = await store.tasks.retry(id);
   */
  retry(id: Id): Promise<boolean>;
}
