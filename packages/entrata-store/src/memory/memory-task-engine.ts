import type { Id } from '../core/ids.js';
import { isInstant } from '../core/instants.js';
import { readPage, refusedCursor, writeCursor } from '../core/page.js';
import {
  atOnce,
  type Claim,
  type ClaimedTask,
  type PreparedTask,
  type TaskEngine,
} from '../tasks/task-engine.js';
import type { TaskStatus } from '../tasks/task-queue.js';
import { isDelayedAhead, isLapsed, type MemoryTask, toClaimed, toRecord } from './memory-task.js';

/** The reference engine: lives and dies with the process, and says what the SQL engine must do. */
export function createMemoryTaskEngine(): TaskEngine {
  const tasks = new Map<Id, MemoryTask>();
  const openKeys = new Map<string, MemoryTask>();

  const having = (kinds: readonly string[], status: TaskStatus) =>
    [...tasks.values()].filter((task) => task.status === status && kinds.includes(task.kind));

  const heldBy = (claim: Claim) => {
    const task = tasks.get(claim.id);
    return task?.status === 'running' && task.fence === claim.fence ? task : undefined;
  };

  function wait(task: MemoryTask, runAtMs: number, attempts: number, nowMs: number): void {
    Object.assign(task, { status: 'waiting', turn: 0, runAtMs, attempts, updatedAtMs: nowMs });
    Object.assign(task, { leaseUntilMs: undefined, rerunAtMs: undefined });
  }

  function close(task: MemoryTask, status: 'done' | 'dead', nowMs: number): void {
    Object.assign(task, { status, leaseUntilMs: undefined, updatedAtMs: nowMs });
    if (task.key !== undefined) openKeys.delete(task.key);
  }

  function insert(prepared: PreparedTask): void {
    const { id, kind, payload, group, requestId, maxAttempts, runAtMs, nowMs } = prepared;
    const task: MemoryTask = {
      ...{ id, kind, payload, group, requestId, maxAttempts, runAtMs, key: prepared.openKey },
      ...{ status: 'waiting', attempts: 0, turn: 0, fence: 0, createdAtMs: nowMs, updatedAtMs: nowMs },
      ...{ leaseUntilMs: undefined, rerunAtMs: undefined, lastError: undefined },
    };
    tasks.set(id, task);
    if (task.key !== undefined) openKeys.set(task.key, task);
  }

  return {
    async enqueue(prepared) {
      const open = prepared.openKey === undefined ? undefined : openKeys.get(prepared.openKey);
      if (open === undefined) insert(prepared);
      else if (open.status === 'running')
        open.rerunAtMs = Math.min(open.rerunAtMs ?? prepared.runAtMs, prepared.runAtMs);
      else open.runAtMs = Math.min(open.runAtMs, prepared.runAtMs);
    },

    async peek({ kinds, held, nowMs, aheadMs }) {
      const waiting = having(kinds, 'waiting');
      return {
        lapsed:
          having(kinds, 'running').some(
            (task) => isLapsed(task, nowMs, aheadMs) && !held.includes(task.id),
          ) || waiting.some((task) => isDelayedAhead(task, nowMs, aheadMs)),
        due: waiting.some(({ turn, runAtMs }) => turn === 0 && runAtMs <= nowMs),
        ready: waiting.some(({ turn }) => turn > 0),
      };
    },

    async reclaim({ kinds, held, nowMs, aheadMs }) {
      for (const task of having(kinds, 'waiting').filter((one) => isDelayedAhead(one, nowMs, aheadMs))) {
        task.runAtMs = nowMs + Math.max(0, task.runAtMs - task.updatedAtMs);
        task.updatedAtMs = nowMs;
      }
      const dead: ClaimedTask[] = [];
      for (const task of having(kinds, 'running')) {
        if (!isLapsed(task, nowMs, aheadMs) || held.includes(task.id)) continue;
        task.lastError = 'lease_expired';
        if (task.rerunAtMs !== undefined) wait(task, atOnce, 0, nowMs);
        else if (task.attempts < task.maxAttempts) wait(task, atOnce, task.attempts, nowMs);
        else {
          close(task, 'dead', nowMs);
          dead.push(toClaimed(task));
        }
      }
      return dead;
    },

    async promote({ kinds, nowMs, limit }) {
      const waiting = having(kinds, 'waiting');
      const ready = waiting.filter(({ turn }) => turn > 0);
      const head = Math.min(...ready.map(({ turn }) => turn));
      const beforeHead = ready.length === 0 ? 0 : head - 1;
      const lastOf = new Map<string, number>();
      for (const { group, turn } of ready) lastOf.set(group, Math.max(turn, lastOf.get(group) ?? 0));
      const due = waiting
        .filter(({ turn, runAtMs }) => turn === 0 && runAtMs <= nowMs)
        .sort((a, b) => a.runAtMs - b.runAtMs || (a.id < b.id ? -1 : 1))
        .slice(0, limit);
      for (const task of due) {
        task.turn = Math.max(lastOf.get(task.group) ?? 0, beforeHead) + 1;
        lastOf.set(task.group, task.turn);
      }
      return due.length;
    },

    async claim({ kinds, running, nowMs, leaseUntilMs, limit }) {
      const ready = having(kinds, 'waiting').filter(({ id, turn }) => turn > 0 && !running.includes(id));
      return ready
        .sort((a, b) => a.turn - b.turn || a.runAtMs - b.runAtMs || (a.id < b.id ? -1 : 1))
        .slice(0, limit)
        .map((task) => {
          Object.assign(task, { status: 'running', turn: 0, leaseUntilMs, updatedAtMs: nowMs });
          task.attempts += 1;
          task.fence += 1;
          return toClaimed(task);
        });
    },

    async renew(claims, leaseUntilMs, nowMs) {
      return claims.filter((claim) => {
        const task = heldBy(claim);
        if (task !== undefined) Object.assign(task, { leaseUntilMs, updatedAtMs: nowMs });
        return task !== undefined;
      });
    },

    async complete(claims, nowMs) {
      let again = false;
      const accepted = claims.filter((claim) => {
        const task = heldBy(claim);
        if (task === undefined) return false;
        if (task.rerunAtMs === undefined) close(task, 'done', nowMs);
        else {
          wait(task, task.rerunAtMs, 0, nowMs);
          again = true;
        }
        return true;
      });
      return { accepted, again };
    },

    async fail(claim, { nowMs, retryAtMs, error }) {
      const task = heldBy(claim);
      if (task === undefined) return 'refused';
      task.lastError = error;
      if (task.rerunAtMs !== undefined) wait(task, retryAtMs ?? task.rerunAtMs, 0, nowMs);
      else if (retryAtMs !== undefined) wait(task, retryAtMs, task.attempts, nowMs);
      else {
        close(task, 'dead', nowMs);
        return 'dead';
      }
      return 'again';
    },

    async release(claims, nowMs) {
      for (const claim of claims) {
        const task = heldBy(claim);
        if (task !== undefined) wait(task, atOnce, task.attempts - 1, nowMs);
      }
    },

    async isBusy(kinds, nowMs) {
      const due = having(kinds, 'waiting').some(({ turn, runAtMs }) => turn > 0 || runAtMs <= nowMs);
      return due || having(kinds, 'running').length > 0;
    },

    async find(id) {
      const task = tasks.get(id);
      return task && toRecord(task);
    },

    async list(filter = {}, page) {
      const { limit, after } = readPage(page);
      if (after && !isInstant(after.at)) throw refusedCursor();
      const { status, kind, requestId } = filter;
      const found = [...tasks.values()]
        .filter((task) => status === undefined || task.status === status)
        .filter((task) => kind === undefined || task.kind === kind)
        .filter((task) => requestId === undefined || task.requestId === requestId)
        .map(toRecord)
        .sort((a, b) =>
          a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1,
        )
        .filter(
          ({ createdAt, id }) =>
            after === undefined || createdAt < after.at || (createdAt === after.at && id < after.id),
        );
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const next =
        found.length > limit && last !== undefined
          ? writeCursor({ at: last.createdAt, id: last.id })
          : undefined;
      return { items, next };
    },

    async retry(id, nowMs) {
      const task = tasks.get(id);
      if (task?.status !== 'dead') return false;
      if (task.key !== undefined) {
        if (openKeys.has(task.key)) return false;
        openKeys.set(task.key, task);
      }
      wait(task, atOnce, 0, nowMs);
      return true;
    },

    async forget(status, kinds, beforeMs, limit) {
      const old = having(kinds, status)
        .filter(({ updatedAtMs }) => updatedAtMs < beforeMs)
        .slice(0, limit);
      for (const { id, key } of old) {
        tasks.delete(id);
        if (status === 'waiting' && key !== undefined) openKeys.delete(key);
      }
      return old.length;
    },
  };
}
