import assert from 'node:assert/strict';
import { createGate, severalPolls, taskCase } from './scenario.js';
import type { TaskQueueCase } from './task-queue-case.js';

export const stopCases: readonly TaskQueueCase[] = [
  taskCase('a stopping worker lets what runs finish and claims nothing new', async (scenario) => {
    const { until, queue, work, task, tasks } = scenario;
    const gate = createGate();
    const worker = work(queue, gate.pass, { concurrency: 1 });
    await queue.enqueue(task());
    await until('it runs', () => gate.entered === 1);
    await queue.enqueue(task());
    const stopped = worker.stop({ drainMs: 60_000 });
    await severalPolls();
    gate.open();
    await stopped;
    assert.equal(gate.entered, 1);
    assert.deepEqual((await tasks()).map(({ status }) => status).sort(), ['done', 'waiting']);
  }),

  taskCase(
    'a stopping worker gives back what does not finish in time, at once and uncounted',
    async (scenario) => {
      const { until, queue, other, work, task, only } = scenario;
      let started = false;
      let aborted = false;
      const worker = work(queue, ({ signal }) => {
        started = true;
        signal.addEventListener('abort', () => {
          aborted = true;
        });
        return new Promise(() => {});
      });
      await queue.enqueue(task());
      await until('it runs', () => started);
      await worker.stop({ drainMs: 20 });
      assert.equal(aborted, true);
      await until('it was given back', async () => (await only()).status === 'waiting');
      const record = await only();
      assert.equal(record.attempts, 0);
      assert.equal(record.leaseUntil, undefined);
      const attempts: number[] = [];
      await work(other, async ({ attempt }) => void attempts.push(attempt)).idle();
      assert.deepEqual(attempts, [1]);
    },
  ),

  taskCase('idle waits for what is due and runs, not for what is due later', async (scenario) => {
    const { until, queue, clock, work, task } = scenario;
    const gate = createGate();
    const worker = work(queue, gate.pass);
    await queue.enqueue(task());
    await queue.enqueue(task({ runAt: new Date(clock.now().getTime() + 1_000).toISOString() }));
    await until('it runs', () => gate.entered === 1);
    let idle = false;
    const waiting = worker.idle().then(() => {
      idle = true;
    });
    await severalPolls();
    assert.equal(idle, false);
    gate.open();
    await waiting;
    assert.equal(gate.entered, 1);
  }),
];
