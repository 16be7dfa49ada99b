import assert from 'node:assert/strict';
import type { TaskRun } from '../../tasks/task-queue.js';
import { createGate, severalPolls, taskCase } from './scenario.js';
import type { TaskQueueCase } from './task-queue-case.js';

export const runCases: readonly TaskQueueCase[] = [
  taskCase('runs a task with what it was enqueued with', async ({ queue, work, task, only }) => {
    const runs: TaskRun[] = [];
    const payload = { id: 'a-1', text: 'O\'Brien \\ "é" 房 %?', count: 3, yes: true };
    await queue.enqueue(task({ payload, requestId: 'trace-1', maxAttempts: 4, group: 'g' }));
    await work(queue, async (run) => void runs.push(run)).idle();
    assert.equal(runs.length, 1);
    const [run] = runs;
    const record = await only();
    assert.equal(run?.id, record.id);
    assert.deepEqual(run?.payload, payload);
    assert.equal(run?.requestId, 'trace-1');
    assert.equal(run?.attempt, 1);
    assert.equal(run?.maxAttempts, 4);
    assert.deepEqual(record.payload, payload);
    assert.equal(record.group, 'g');
    assert.equal(record.status, 'done');
    assert.equal(record.leaseUntil, undefined);
  }),

  taskCase('runs no task before its time', async ({ until, queue, clock, work, task, only }) => {
    const runAt = new Date(clock.now().getTime() + 60_000).toISOString();
    let runs = 0;
    await queue.enqueue(task({ runAt }));
    const worker = work(queue, async () => {
      runs += 1;
    });
    await worker.idle();
    await severalPolls();
    assert.equal(runs, 0);
    assert.equal((await only()).runAt, runAt);
    clock.advance(59_999);
    await severalPolls();
    assert.equal(runs, 0);
    clock.advance(1);
    await until('the task ran', () => runs === 1);
  }),

  taskCase('runs a task enqueued here without waiting for the poll', async ({ until, queue, work, task }) => {
    const gate = createGate();
    const worker = work(queue, gate.pass, { pollMs: 3_600_000 });
    await worker.idle();
    await queue.enqueue(task());
    await until('the task ran', () => gate.entered === 1);
    gate.open();
  }),

  taskCase(
    'finds a task enqueued through another connection',
    async ({ until, queue, other, work, task }) => {
      let runs = 0;
      await work(queue, async () => {
        runs += 1;
      }).idle();
      await other.enqueue(task());
      await until('the task ran', () => runs === 1);
    },
  ),

  taskCase('runs only kinds it has a handler for', async ({ queue, work, task, only, kind }) => {
    const foreign = `${kind}-foreign`;
    await queue.enqueue(task({ kind: foreign }));
    await queue.enqueue(task());
    await work(queue, async () => {}).idle();
    assert.equal((await only()).status, 'done');
    const [untouched] = (await queue.list({ kind: foreign })).items;
    assert.equal(untouched?.status, 'waiting');
    assert.equal(untouched.attempts, 0);
  }),

  taskCase('a task enqueued in a transaction exists from the commit on', async (scenario) => {
    const { until, queue, transaction, work, task } = scenario;
    let runs = 0;
    const worker = work(
      queue,
      async () => {
        runs += 1;
      },
      { pollMs: 3_600_000 },
    );
    await worker.idle();
    await transaction(async (tasks) => {
      await tasks.enqueue(task());
      await severalPolls();
      assert.equal(runs, 0, 'not before the commit');
    });
    await until('the commit woke the worker', () => runs === 1);
  }),

  taskCase('a task enqueued in a transaction that rolls back never exists', async (scenario) => {
    const { until, queue, transaction, work, task, tasks } = scenario;
    const change = new Error('changed my mind');
    await assert.rejects(
      transaction(async (inside) => {
        await inside.enqueue(task({ openKey: `${scenario.kind}-key` }));
        throw change;
      }),
      change,
    );
    let runs = 0;
    await work(queue, async () => {
      runs += 1;
    }).idle();
    await severalPolls();
    assert.equal(runs, 0);
    assert.deepEqual(await tasks(), []);
    await queue.enqueue(task({ openKey: `${scenario.kind}-key` }));
    await until('the key was free', () => runs === 1);
  }),

  taskCase('runs no more tasks at once than its concurrency', async ({ queue, work, task }) => {
    let running = 0;
    let most = 0;
    let runs = 0;
    for (let n = 0; n < 12; n += 1) await queue.enqueue(task());
    const worker = work(
      queue,
      async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
        runs += 1;
      },
      { concurrency: 3 },
    );
    await worker.idle();
    assert.equal(runs, 12);
    assert.equal(most, 3);
  }),

  taskCase('never gives one task to two workers', async ({ queue, other, work, task, tasks }) => {
    const ran: string[] = [];
    const handler = async ({ id }: TaskRun) => void ran.push(id);
    const workers = [work(queue, handler), work(other, handler), work(queue, handler), work(other, handler)];
    await Promise.all(Array.from({ length: 120 }, (_, n) => (n % 2 === 0 ? queue : other).enqueue(task())));
    await Promise.all(workers.map((worker) => worker.idle()));
    assert.equal(ran.length, 120);
    assert.equal(new Set(ran).size, 120);
    assert.ok(
      (await tasks()).every(
        ({ status, fence, attempts }) => status === 'done' && fence === 1 && attempts === 1,
      ),
    );
  }),
];
