import type { Id, Instant } from '../core/ids.js';

export type TaskPayload = Readonly<Record<string, string | number | boolean>>;

export interface NewTask {
  readonly kind: string;
  /** Ids and numbers only: never a secret, never personal data. */
  readonly payload: TaskPayload;
  /**
   * At most one open task has this key. Enqueued while such a task waits: nothing happens (an earlier `runAt`
   * pulls it forward). Enqueued while it runs: it runs once more afterwards.
   */
  readonly openKey?: string | undefined;
  /** Not before this instant; default now. */
  readonly runAt?: Instant | undefined;
  /** Tasks of one group take turns with those of other groups, e.g. a client's id. Default `''`. */
  readonly group?: string | undefined;
  /** The public log id of the webhook or request this task followed. */
  readonly requestId?: string | undefined;
  /** Default 10. */
  readonly maxAttempts?: number | undefined;
}

export type TaskStatus = 'waiting' | 'running' | 'done' | 'dead';

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
  /** Raised by one with every claim; a completion with an older fence is refused. */
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
  /** Aborts when the lease is lost or the worker is told to stop and its bound ran out. */
  readonly signal: AbortSignal;
}

/**
 * Runs a task: at least once, perhaps again after a crash, perhaps by two workers at the same time after a long
 * pause. So it must lean on compare-and-set over domain rows. Throwing tries again with backoff until `maxAttempts`;
 * an error with `retryAfterMs` chooses the delay, one with `retryable: false` makes the task dead at once.
 */
export type TaskHandler = (run: TaskRun) => Promise<void>;

export interface TaskWorkerOptions {
  /** How many tasks run at once. Default 8. */
  readonly concurrency?: number | undefined;
  /** How long a claim holds without a heartbeat. Default 30 000. */
  readonly leaseMs?: number | undefined;
  /** How often to look for due tasks when nothing woke the worker. Default 1 000. */
  readonly pollMs?: number | undefined;
  /** How long a task that is done stays listed before it is deleted. Default 7 days. */
  readonly keepDoneMs?: number | undefined;
  /**
   * Told of every failed run and of engine trouble. What it throws or rejects with harms no task: it is told once,
   * as a warning of the process.
   */
  readonly onEvent?: ((event: TaskEvent) => void) | undefined;
}

export type TaskEvent =
  | {
      readonly type: 'task.done' | 'task.failed' | 'task.dead';
      readonly id: Id;
      readonly kind: string;
      readonly requestId: string | undefined;
      readonly attempt: number;
      readonly error?: unknown;
    }
  | { readonly type: 'engine.error'; readonly error: unknown };

export interface TaskWorker {
  /** Claims nothing new, waits up to `drainMs` (default 10 000) for what runs, then releases it. */
  stop(options?: { readonly drainMs?: number | undefined }): Promise<void>;
  /** Resolves when no task of this worker's kinds is due or running. For tests and walk-throughs. */
  idle(): Promise<void>;
}

export interface TaskEnqueuer {
  /** In the transaction it is called in: the task exists exactly when the rows beside it do. */
  enqueue(task: NewTask): Promise<void>;
}

/** Durable tasks on the database of the store. Wake-ups, at least once; the domain rows decide. */
export interface TaskQueue extends TaskEnqueuer {
  /** Starts running tasks of the kinds in `handlers`. */
  work(handlers: Readonly<Record<string, TaskHandler>>, options?: TaskWorkerOptions): TaskWorker;
  find(id: Id): Promise<TaskRecord | undefined>;
  /** Newest first. */
  list(
    filter?: {
      readonly status?: TaskStatus | undefined;
      readonly kind?: string | undefined;
      readonly requestId?: string | undefined;
    },
    page?: { readonly limit?: number | undefined; readonly after?: string | undefined },
  ): Promise<{ readonly items: readonly TaskRecord[]; readonly next: string | undefined }>;
  /** Makes a dead task due again with its attempts at zero. False when it is not dead, or its key is open again. */
  retry(id: Id): Promise<boolean>;
}
