import type { Claim, TaskEngine } from '../../../src/tasks/task-engine.js';
import { type Breakage, createBrokenSubject } from './broken-subject.js';

/** Acts on a claim whatever its fence. */
function forgettingFences(engine: TaskEngine): Partial<TaskEngine> {
  const newest = new Map<string, number>();
  const today = (claim: Claim): Claim => ({ ...claim, fence: newest.get(claim.id) ?? claim.fence });
  return {
    async claim(request) {
      const claimed = await engine.claim(request);
      for (const { id, fence } of claimed) newest.set(id, fence);
      return claimed;
    },
    complete: (claims, nowMs) => engine.complete(claims.map(today), nowMs),
    fail: (claim, failure) => engine.fail(today(claim), failure),
  };
}

function rememberingKeysForEver(engine: TaskEngine): Partial<TaskEngine> {
  const seen = new Set<string>();
  return {
    async enqueue(task) {
      if (task.openKey !== undefined && seen.has(task.openKey)) return;
      if (task.openKey !== undefined) seen.add(task.openKey);
      await engine.enqueue(task);
    },
  };
}

function claimingTwice(engine: TaskEngine): Partial<TaskEngine> {
  let last: Awaited<ReturnType<TaskEngine['claim']>> = [];
  return {
    async claim(request) {
      const claimed = await engine.claim(request);
      const twice = [...claimed, ...last];
      last = claimed;
      return twice;
    },
  };
}

function takingAllKinds(engine: TaskEngine): Partial<TaskEngine> {
  const kinds = new Set<string>();
  return {
    async enqueue(task) {
      kinds.add(task.kind);
      await engine.enqueue(task);
    },
    promote: (request) => engine.promote({ ...request, kinds: [...kinds] }),
    claim: (request) => engine.claim({ ...request, kinds: [...kinds] }),
  };
}

function believingAnyClock(engine: TaskEngine): Partial<TaskEngine> {
  const aheadMs = Number.MAX_SAFE_INTEGER;
  return {
    enqueue: (task) => engine.enqueue({ ...task, runAtMs: Math.max(task.runAtMs, task.nowMs) }),
    peek: (request) => engine.peek({ ...request, aheadMs }),
    reclaim: (request) => engine.reclaim({ ...request, aheadMs }),
  };
}

const hourMs = 3_600_000;

/** Each breakage and the claims of the contract that it breaks. */
export const breakages: Readonly<
  Record<string, { readonly how: Breakage; readonly bitten: readonly string[] }>
> = {
  'loses the request id': {
    how: {
      engine: (engine) => ({ enqueue: (task) => engine.enqueue({ ...task, requestId: undefined }) }),
    },
    bitten: [
      'runs a task with what it was enqueued with',
      'lists tasks newest first, page by page, by status, kind and request',
    ],
  },
  'runs tasks early': {
    how: { engine: (engine) => ({ enqueue: (task) => engine.enqueue({ ...task, runAtMs: 0 }) }) },
    bitten: [
      'runs no task before its time',
      'a key enqueued while its task runs keeps to the runAt asked for',
      'idle waits for what is due and runs, not for what is due later',
    ],
  },
  'leaves the worker asleep': {
    how: {
      queue: (_, engine) => ({
        enqueue: (task) =>
          engine.enqueue({
            ...{ id: crypto.randomUUID(), kind: task.kind, payload: task.payload, openKey: task.openKey },
            ...{ group: '', requestId: undefined, maxAttempts: 1, runAtMs: 0, nowMs: 0 },
          }),
      }),
    },
    bitten: ['runs a task enqueued here without waiting for the poll'],
  },
  'keeps tasks to itself': {
    how: { subject: () => ({ other: createBrokenSubject({}).queue }) },
    bitten: ['finds a task enqueued through another connection'],
  },
  'takes tasks of any kind': {
    how: { engine: takingAllKinds },
    bitten: ['runs only kinds it has a handler for'],
  },
  'does not wait for the commit': {
    how: { subject: ({ queue }) => ({ transaction: (work) => work(queue) }) },
    bitten: [
      'a task enqueued in a transaction exists from the commit on',
      'a task enqueued in a transaction that rolls back never exists',
    ],
  },
  'claims more than it may': {
    how: {
      engine: (engine) => ({ claim: (request) => engine.claim({ ...request, limit: request.limit + 5 }) }),
    },
    bitten: ['runs no more tasks at once than its concurrency'],
  },
  'hands a task out twice': {
    how: { engine: claimingTwice },
    bitten: ['never gives one task to two workers'],
  },
  'ignores keys': {
    how: { engine: (engine) => ({ enqueue: (task) => engine.enqueue({ ...task, openKey: undefined }) }) },
    bitten: ['holds one waiting task a key', 'a dead task is not retried while its key is open again'],
  },
  'remembers keys for ever': {
    how: { engine: rememberingKeysForEver },
    bitten: [
      'an earlier runAt pulls the waiting task forward, a later one does not push it back',
      'a key enqueued while its task runs makes it run once more',
      'a key enqueued while the last attempt runs is not lost when that attempt fails',
      'a key is free again once its task is done',
    ],
  },
  'compares keys loosely': {
    how: {
      engine: (engine) => ({
        enqueue: (task) => engine.enqueue({ ...task, openKey: task.openKey?.toLowerCase().trim() }),
      }),
    },
    bitten: ['keys that differ only in case, accents or trailing blanks are different'],
  },
  'gives up at the first failure': {
    how: {
      engine: (engine) => ({
        fail: (claim, failure) => engine.fail(claim, { ...failure, retryAtMs: undefined }),
      }),
    },
    bitten: ['tries again after a failure, within its backoff'],
  },
  'chooses the delay itself': {
    how: {
      engine: (engine) => ({
        fail: (claim, failure) => engine.fail(claim, { ...failure, retryAtMs: failure.nowMs + 50 }),
      }),
    },
    bitten: ['an error that names a delay is tried again after it and not before'],
  },
  'never gives up': {
    how: {
      engine: (engine) => ({
        fail: (claim, failure) =>
          engine.fail(claim, { ...failure, retryAtMs: failure.retryAtMs ?? failure.nowMs + hourMs }),
      }),
    },
    bitten: ['an error that is not retryable makes the task dead at once'],
  },
  'keeps messages': {
    how: {
      engine: (engine) => ({
        fail: (claim, failure) => engine.fail(claim, { ...failure, error: 'jane@example.test' }),
      }),
    },
    bitten: ['a task is dead after its last attempt and keeps the code, never the message'],
  },
  'leaves the dead dead': {
    how: { engine: () => ({ retry: async () => false }) },
    bitten: ['a dead task runs again when it is retried, with its attempts at zero'],
  },
  'waits for the silent': {
    how: { engine: () => ({ reclaim: async () => [] }) },
    bitten: ['a task whose worker went silent is run by another once the lease ended'],
  },
  'forgets fences': {
    how: { engine: forgettingFences },
    bitten: ['a completion with an old fence is refused', 'a failure with an old fence is refused'],
  },
  'does not renew leases': {
    how: { engine: () => ({ renew: async (claims) => claims }) },
    bitten: ['a heartbeat keeps the task for as long as it runs'],
  },
  'keeps handlers in the dark': {
    how: {
      queue: (queue) => ({
        work: (handlers, options) =>
          queue.work(
            Object.fromEntries(
              Object.entries(handlers).map(([kind, handler]) => [
                kind,
                (run) => handler({ ...run, signal: new AbortController().signal }),
              ]),
            ),
            options,
          ),
      }),
    },
    bitten: ['a handler is told through its signal that the lease is lost'],
  },
  'takes tasks from itself': {
    how: {
      engine: (engine) => ({
        peek: (request) => engine.peek({ ...request, held: [] }),
        reclaim: (request) => engine.reclaim({ ...request, held: [] }),
      }),
    },
    bitten: ['a worker does not take its own task from itself when the clock jumps'],
  },
  'runs a task beside itself': {
    how: { engine: (engine) => ({ claim: (request) => engine.claim({ ...request, running: [] }) }) },
    bitten: ['a worker does not run a task beside its own earlier run of it'],
  },
  'does not count attempts that vanish': {
    how: { engine: (engine) => ({ enqueue: (task) => engine.enqueue({ ...task, maxAttempts: 1_000 }) }) },
    bitten: ['a task whose workers vanish attempt after attempt is dead in the end'],
  },
  'believes any clock': {
    how: { engine: believingAnyClock },
    bitten: [
      'what a clock that ran ahead has written does not wait for that clock',
      'a task is due at once even when the clock has been set back',
    ],
  },
  'serves first come first': {
    how: { engine: (engine) => ({ enqueue: (task) => engine.enqueue({ ...task, group: '' }) }) },
    bitten: [
      "one group's backlog does not hold back another group's task",
      'groups with backlogs alternate',
      'a group that comes later does not overtake the backlog as a whole',
    ],
  },
  'stops at once': {
    how: {
      queue: (queue) => ({
        work(handlers, options) {
          const worker = queue.work(handlers, options);
          return { ...worker, stop: () => worker.stop({ drainMs: 0 }) };
        },
      }),
    },
    bitten: ['a stopping worker lets what runs finish and claims nothing new'],
  },
  'keeps what it does not finish': {
    how: { engine: () => ({ release: async () => {} }) },
    bitten: ['a stopping worker gives back what does not finish in time, at once and uncounted'],
  },
  'finds nothing': {
    how: { engine: () => ({ find: async () => undefined }) },
    bitten: ['finds a task by id, and nothing where there is none'],
  },
  'swallows what it cannot keep': {
    how: { queue: (queue) => ({ enqueue: (task) => queue.enqueue(task).catch(() => {}) }) },
    bitten: ['refuses what it could not keep'],
  },
};
