import assert from 'node:assert/strict';
import { createGate, taskCase } from './scenario.js';
import type { TaskQueueCase } from './task-queue-case.js';

export const fairnessCases: readonly TaskQueueCase[] = [
  taskCase("one group's backlog does not hold back another group's task", async (scenario) => {
    const { until, queue, transaction, work, task } = scenario;
    const backlog = 1_200;
    // In short transactions: on SQLite, nobody else can write meanwhile.
    for (let n = 0; n < backlog; n += 100)
      await transaction(async (tasks) => {
        for (let m = 0; m < 100; m += 1) await tasks.enqueue(task({ group: 'large' }));
      });
    const order: string[] = [];
    const gate = createGate();
    const handler = async ({ payload }: { payload: { readonly from?: unknown } }) => {
      if (order.length === 50) await gate.pass();
      order.push(payload.from === 'small' ? 'small' : 'large');
    };
    const worker = work(queue, handler, { concurrency: 1 });
    await until('the backlog is being worked on', () => gate.entered === 1);
    await queue.enqueue(task({ group: 'small', payload: { from: 'small' } }));
    gate.open();
    await until('the small group had its turn', () => order.includes('small'));
    await worker.stop({ drainMs: 60_000 });
    // Those claimed before it was there, the one at the head of the line, then it.
    assert.ok(order.indexOf('small') <= 53, `its turn came at ${order.indexOf('small')}`);
  }),

  taskCase('groups with backlogs alternate', async ({ queue, transaction, work, task }) => {
    await transaction(async (tasks) => {
      for (const group of ['a', 'b', 'c'])
        for (let n = 0; n < 10; n += 1) await tasks.enqueue(task({ group, payload: { group } }));
    });
    const order: string[] = [];
    await work(queue, async ({ payload }) => void order.push(String(payload.group)), {
      concurrency: 1,
    }).idle();
    assert.equal(order.length, 30);
    for (let round = 0; round < 10; round += 1)
      assert.deepEqual(order.slice(round * 3, round * 3 + 3).sort(), ['a', 'b', 'c']);
  }),

  taskCase('a group that comes later does not overtake the backlog as a whole', async (scenario) => {
    const { until, queue, transaction, work, task } = scenario;
    const enqueue = (group: string, count: number) =>
      transaction(async (tasks) => {
        for (let n = 0; n < count; n += 1) await tasks.enqueue(task({ group, payload: { group } }));
      });
    await enqueue('early', 60);
    const order: string[] = [];
    const gate = createGate();
    const worker = work(
      queue,
      async ({ payload }) => {
        if (order.length === 20) await gate.pass();
        order.push(String(payload.group));
      },
      { concurrency: 1 },
    );
    await until('a third is done', () => gate.entered === 1);
    await enqueue('late', 30);
    gate.open();
    await worker.idle();
    const early = order.slice(22, 62).filter((group) => group === 'early').length;
    assert.ok(early >= 15 && early <= 25, `early had ${early} of 40 turns`);
  }),
];
