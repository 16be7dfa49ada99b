import type { Id } from '../core/ids.js';
import type { TaskPayload, TaskQueue } from './task-queue.js';

/** A `runAtMs` that does not depend on any clock: the task is due whatever the time is. */
export const atOnce = 0;

/** A checked task, ready to be written. Instants are milliseconds since 1970. */
export interface PreparedTask {
  readonly id: Id;
  readonly kind: string;
  readonly payload: TaskPayload;
  readonly openKey: string | undefined;
  readonly group: string;
  readonly requestId: string | undefined;
  readonly maxAttempts: number;
  readonly runAtMs: number;
  readonly nowMs: number;
}

/** One worker's right to a task, until another claim raises the fence. */
export interface Claim {
  readonly id: Id;
  readonly fence: number;
}

export interface ClaimedTask extends Claim {
  readonly kind: string;
  /** Undefined when what is stored cannot be read: the task cannot run, and its neighbours can. */
  readonly payload: TaskPayload | undefined;
  readonly requestId: string | undefined;
  readonly attempt: number;
  readonly maxAttempts: number;
}

export interface ReclaimRequest {
  readonly kinds: readonly string[];
  /** What the asking worker itself holds. */
  readonly held: readonly Id[];
  readonly nowMs: number;
  /** A row written later than this was written by a clock that ran ahead. */
  readonly aheadMs: number;
}

/** What became of a failed run: `refused` when the claim was no longer the newest. */
export type FailureResult = 'again' | 'dead' | 'refused';

/**
 * What a worker needs of a database; loop, lease and backoff are the worker's. Each method is one statement or
 * one short transaction, holds no connection afterwards, and acts on a claim only while its fence is the newest.
 */
export interface TaskEngine extends Pick<TaskQueue, 'find' | 'list'> {
  enqueue(task: PreparedTask): Promise<void>;
  /** Whether there is anything to reclaim, to promote and to claim; writes nothing, so that asking is cheap. */
  peek(
    request: ReclaimRequest,
  ): Promise<{ readonly lapsed: boolean; readonly due: boolean; readonly ready: boolean }>;
  /**
   * Takes running tasks whose lease ended from their workers, except those in `held`; returns the ones now dead.
   * What was written by a clock that ran ahead is not left to wait for that clock: such a lease counts as
   * ended, and a delay begins anew.
   */
  reclaim(request: ReclaimRequest): Promise<readonly ClaimedTask[]>;
  /**
   * Promotes up to `limit` due tasks: each gets a position in the ready queue. A group's next task comes one position
   * after its last, and nobody's before the queue's present head, so that groups alternate however long one's backlog
   * is. Returns how many were promoted.
   */
  promote(request: {
    readonly kinds: readonly string[];
    readonly nowMs: number;
    readonly limit: number;
  }): Promise<number>;
  /** Claims from the head of the ready queue, past what the caller still runs. No two callers get the same task. */
  claim(request: {
    readonly kinds: readonly string[];
    /** An earlier run of these has not ended, although its lease may have. */
    readonly running: readonly Id[];
    readonly nowMs: number;
    readonly leaseUntilMs: number;
    readonly limit: number;
  }): Promise<readonly ClaimedTask[]>;
  /** Returns the claims that still hold. */
  renew(claims: readonly Claim[], leaseUntilMs: number, nowMs: number): Promise<readonly Claim[]>;
  /** `again` tells that some were enqueued anew while they ran, and wait once more. */
  complete(
    claims: readonly Claim[],
    nowMs: number,
  ): Promise<{ readonly accepted: readonly Claim[]; readonly again: boolean }>;
  /** Waits until `retryAtMs`, or is dead when there is none; a task enqueued anew meanwhile always gets its run. */
  fail(
    claim: Claim,
    failure: { readonly nowMs: number; readonly retryAtMs: number | undefined; readonly error: string },
  ): Promise<FailureResult>;
  /** Gives unfinished claims back as if they had not been made. */
  release(claims: readonly Claim[], nowMs: number): Promise<void>;
  /** Whether a task of these kinds is due or running. */
  isBusy(kinds: readonly string[], nowMs: number): Promise<boolean>;
  /** Makes a dead task wait again; false when it is not dead or its key is taken. */
  retry(id: Id, nowMs: number): Promise<boolean>;
  /** Deletes up to `limit` tasks of these kinds and this status that were last touched before this instant. */
  forget(
    status: 'done' | 'waiting',
    kinds: readonly string[],
    beforeMs: number,
    limit: number,
  ): Promise<number>;
}
