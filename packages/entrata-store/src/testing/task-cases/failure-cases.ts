import assert from 'node:assert/strict';
import { severalPolls, taskCase } from './scenario.js';
import type { TaskQueueCase } from './task-queue-case.js';

const longestBackoffMs = 10 * 60_000;

const failing = (fields: object = {}) => Object.assign(new Error('of a person: jane@example.test'), fields);

export const failureCases: readonly TaskQueueCase[] = [
  taskCase(
    'tries again after a failure, within its backoff',
    async ({ queue, clock, work, task, only, events }) => {
      const attempts: number[] = [];
      const worker = work(queue, async ({ attempt }) => {
        attempts.push(attempt);
        if (attempt < 3) throw failing({ code: 'not_yet' });
      });
      await queue.enqueue(task());
      await worker.idle();
      const first = await only();
      if (first.status === 'waiting') {
        const waitMs = Date.parse(first.runAt) - clock.now().getTime();
        assert.ok(waitMs <= 1_000, 'the first delay is a second at most');
        assert.equal(first.lastError, 'not_yet');
      }
      for (let step = 0; step < 2; step += 1) {
        clock.advance(longestBackoffMs);
        await worker.idle();
      }
      assert.deepEqual(attempts, [1, 2, 3]);
      assert.equal((await only()).status, 'done');
      assert.deepEqual(
        events.map(({ type }) => type),
        ['task.failed', 'task.failed', 'task.done'],
      );
      for (const event of events) assert.deepEqual('payload' in event && event.payload, first.payload);
    },
  ),

  taskCase('an error that names a delay is tried again after it and not before', async (scenario) => {
    const { queue, clock, work, task, only } = scenario;
    let runs = 0;
    const worker = work(queue, async () => {
      runs += 1;
      if (runs === 1) throw failing({ retryAfterMs: 90_000 });
    });
    await queue.enqueue(task());
    await worker.idle();
    assert.equal(Date.parse((await only()).runAt), clock.now().getTime() + 90_000);
    clock.advance(89_999);
    await severalPolls();
    assert.equal(runs, 1);
    clock.advance(1);
    await worker.idle();
    assert.equal(runs, 2);
  }),

  taskCase(
    'a task is dead after its last attempt and keeps the code, never the message',
    async (scenario) => {
      const { queue, clock, work, task, only, events, kind } = scenario;
      let runs = 0;
      const worker = work(queue, async () => {
        runs += 1;
        throw runs === 1 ? failing() : failing({ code: 'refused' });
      });
      await queue.enqueue(task({ maxAttempts: 2, requestId: 'trace-2' }));
      await worker.idle();
      clock.advance(longestBackoffMs);
      await worker.idle();
      clock.advance(longestBackoffMs);
      await worker.idle();
      assert.equal(runs, 2);
      const record = await only();
      assert.equal(record.status, 'dead');
      assert.equal(record.attempts, 2);
      assert.equal(record.lastError, 'refused');
      assert.ok(!JSON.stringify(record).includes('jane'));
      assert.deepEqual((await queue.list({ status: 'dead', kind })).items, [record]);
      const last = events.at(-1);
      assert.ok(last?.type === 'task.dead');
      assert.equal(last.requestId, 'trace-2');
    },
  ),

  taskCase('an error that is not retryable makes the task dead at once', async (scenario) => {
    const { queue, work, task, only } = scenario;
    let runs = 0;
    const worker = work(queue, async () => {
      runs += 1;
      throw failing({ retryable: false });
    });
    await queue.enqueue(task());
    await worker.idle();
    assert.equal(runs, 1);
    const record = await only();
    assert.equal(record.status, 'dead');
    assert.equal(record.lastError, 'Error');
  }),

  taskCase('a dead task runs again when it is retried, with its attempts at zero', async (scenario) => {
    const { queue, other, work, task, only } = scenario;
    const attempts: number[] = [];
    const worker = work(queue, async ({ attempt }) => {
      attempts.push(attempt);
      if (attempts.length === 1) throw failing({ retryable: false });
    });
    await queue.enqueue(task());
    await worker.idle();
    const { id } = await only();
    assert.deepEqual(await Promise.all([queue.retry(id), other.retry(id)]).then((all) => all.sort()), [
      false,
      true,
    ]);
    await worker.idle();
    assert.deepEqual(attempts, [1, 1]);
    assert.equal((await only()).status, 'done');
    assert.equal(await queue.retry(id), false, 'a done task is not retried');
    assert.equal(await queue.retry('00000000-0000-7000-8000-000000000000'), false, 'nor one that never was');
  }),

  taskCase('a dead task is not retried while its key is open again', async (scenario) => {
    const { queue, work, task, tasks, kind } = scenario;
    const keyed = task({ openKey: `${kind}-key` });
    let fail = true;
    const worker = work(queue, async () => {
      if (fail) throw failing({ retryable: false });
    });
    await queue.enqueue(keyed);
    await worker.idle();
    await worker.stop();
    const [dead] = await tasks();
    assert.ok(dead);
    await queue.enqueue(keyed);
    assert.equal(await queue.retry(dead.id), false);
    fail = false;
    await work(queue, async () => {}).idle();
    assert.equal(await queue.retry(dead.id), true, 'it may once the other is done');
  }),
];
