import assert from 'node:assert/strict';
import { isStoreError } from '../../core/errors.js';
import type { NewTask } from '../../tasks/task-queue.js';
import { taskCase } from './scenario.js';
import type { TaskQueueCase } from './task-queue-case.js';

export const listCases: readonly TaskQueueCase[] = [
  taskCase('lists tasks newest first, page by page, by status, kind and request', async (scenario) => {
    const { queue, clock, work, task, kind } = scenario;
    for (let n = 0; n < 5; n += 1) {
      clock.advance(n % 2);
      await queue.enqueue(task({ payload: { n }, requestId: `${kind}-${n % 2}` }));
    }
    const seen: unknown[] = [];
    let after: string | undefined;
    do {
      const page = await queue.list({ kind }, { limit: 2, ...(after !== undefined && { after }) });
      seen.push(...page.items.map(({ payload }) => payload.n));
      after = page.next;
    } while (after !== undefined && seen.length < 20);
    assert.deepEqual(seen, [4, 3, 2, 1, 0]);
    assert.equal((await queue.list({ requestId: `${kind}-1` })).items.length, 2);
    assert.equal((await queue.list({ kind, status: 'done' })).items.length, 0);
    await work(queue, async () => {}).idle();
    assert.equal((await queue.list({ kind, status: 'done' })).items.length, 5);
  }),

  taskCase(
    'finds a task by id, and nothing where there is none',
    async ({ queue, other, clock, task, only }) => {
      await queue.enqueue(task());
      const record = await only();
      assert.deepEqual(await other.find(record.id), record);
      assert.equal(record.createdAt, clock.now().toISOString());
      assert.equal(record.runAt, record.createdAt);
      assert.equal(await queue.find('00000000-0000-7000-8000-000000000000'), undefined);
    },
  ),

  taskCase('refuses what it could not keep', async ({ queue, task, tasks }) => {
    const bad: Partial<NewTask>[] = [
      { kind: '' },
      { kind: 'k'.repeat(1_000) },
      { openKey: 'k'.repeat(1_000) },
      { openKey: 'nul\0' },
      { payload: { n: Number.NaN } },
      { payload: { long: 'x'.repeat(10_000) } },
      { maxAttempts: 0 },
      { runAt: 'tomorrow' },
    ];
    for (const fields of bad)
      await assert.rejects(
        async () => queue.enqueue(task(fields)),
        (error) => isStoreError(error, 'misuse'),
        JSON.stringify(fields).slice(0, 40),
      );
    assert.deepEqual(await tasks(), []);
  }),
];
