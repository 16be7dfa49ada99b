import assert from 'node:assert/strict';
import { createGate, severalPolls, taskCase } from './scenario.js';
import type { TaskQueueCase } from './task-queue-case.js';

export const openKeyCases: readonly TaskQueueCase[] = [
  taskCase('holds one waiting task a key', async ({ queue, other, work, task, only, kind }) => {
    const keyed = task({ openKey: `${kind}-key` });
    await Promise.all([queue, other, queue, other].map((through) => through.enqueue(keyed)));
    assert.equal((await only()).openKey, keyed.openKey);
    let runs = 0;
    await work(queue, async () => {
      runs += 1;
    }).idle();
    assert.equal(runs, 1);
  }),

  taskCase(
    'an earlier runAt pulls the waiting task forward, a later one does not push it back',
    async (scenario) => {
      const { until, queue, clock, work, task, only, kind } = scenario;
      const at = (ms: number) => new Date(clock.now().getTime() + ms).toISOString();
      const [early, middle, late] = [at(10_000), at(20_000), at(30_000)];
      const openKey = `${kind}-key`;
      await queue.enqueue(task({ openKey, runAt: middle }));
      await queue.enqueue(task({ openKey, runAt: late }));
      assert.equal((await only()).runAt, middle);
      await queue.enqueue(task({ openKey, runAt: early }));
      assert.equal((await only()).runAt, early);
      let runs = 0;
      work(queue, async () => {
        runs += 1;
      });
      await severalPolls();
      assert.equal(runs, 0);
      await queue.enqueue(task({ openKey }));
      await until('it ran at once', () => runs === 1);
    },
  ),

  taskCase('a key enqueued while its task runs makes it run once more', async (scenario) => {
    const { until, queue, other, work, task, only, kind } = scenario;
    const keyed = task({ openKey: `${kind}-key` });
    const gate = createGate();
    const worker = work(queue, gate.pass);
    await queue.enqueue(keyed);
    await until('the task runs', () => gate.entered === 1);
    await other.enqueue(keyed);
    await queue.enqueue(keyed);
    await severalPolls();
    assert.equal(gate.entered, 1, 'not beside itself');
    gate.open();
    await worker.idle();
    assert.equal(gate.entered, 2, 'once more, however often it was enqueued');
    const record = await only();
    assert.equal(record.status, 'done');
    assert.equal(record.fence, 2);
  }),

  taskCase('a key enqueued while its task runs keeps to the runAt asked for', async (scenario) => {
    const { until, queue, clock, work, task, only, kind } = scenario;
    const openKey = `${kind}-key`;
    const runAt = new Date(clock.now().getTime() + 60_000).toISOString();
    const gate = createGate();
    const worker = work(queue, gate.pass);
    await queue.enqueue(task({ openKey }));
    await until('the task runs', () => gate.entered === 1);
    await queue.enqueue(task({ openKey, runAt }));
    gate.open();
    await worker.idle();
    const record = await only();
    assert.equal(record.status, 'waiting');
    assert.equal(record.runAt, runAt);
    clock.advance(60_000);
    await worker.idle();
    assert.equal(gate.entered, 2);
  }),

  taskCase(
    'a key enqueued while the last attempt runs is not lost when that attempt fails',
    async (scenario) => {
      const { queue, work, task, only, kind } = scenario;
      const keyed = task({ openKey: `${kind}-key`, maxAttempts: 1 });
      const attempts: number[] = [];
      const worker = work(queue, async ({ attempt }) => {
        attempts.push(attempt);
        if (attempts.length > 1) return;
        await queue.enqueue(keyed);
        throw new Error('the first run fails');
      });
      await queue.enqueue(keyed);
      await worker.idle();
      assert.deepEqual(attempts, [1, 1]);
      assert.equal((await only()).status, 'done');
    },
  ),

  taskCase('a key is free again once its task is done', async ({ queue, work, task, tasks, kind }) => {
    const keyed = task({ openKey: `${kind}-key` });
    let runs = 0;
    const worker = work(queue, async () => {
      runs += 1;
    });
    await queue.enqueue(keyed);
    await worker.idle();
    await queue.enqueue(keyed);
    await worker.idle();
    assert.equal(runs, 2);
    assert.deepEqual(
      (await tasks()).map(({ status }) => status),
      ['done', 'done'],
    );
  }),

  taskCase('keys that differ only in case, accents or trailing blanks are different', async (scenario) => {
    const { queue, task, tasks, kind } = scenario;
    for (const end of ['a', 'A', 'á', 'a ']) await queue.enqueue(task({ openKey: `${kind}-${end}` }));
    assert.equal((await tasks()).length, 4);
  }),
];
