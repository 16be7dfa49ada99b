import assert from 'node:assert/strict';
import { createGate, severalPolls, taskCase } from './scenario.js';
import type { TaskQueueCase } from './task-queue-case.js';

/** Its heartbeat is every few minutes of real time: within a case, a worker with this lease is silent. */
const leaseMs = 600_000;
/** Nor does it look for tasks again before it is woken. */
const silently = { leaseMs, pollMs: 3_600_000 };

export const leaseCases: readonly TaskQueueCase[] = [
  taskCase('a task whose worker went silent is run by another once the lease ended', async (scenario) => {
    const { until, queue, other, clock, work, task, only } = scenario;
    const silent = createGate();
    await queue.enqueue(task());
    work(queue, silent.pass, silently);
    await until('the first worker runs it', () => silent.entered === 1);
    const attempts: number[] = [];
    const second = work(other, async ({ attempt }) => void attempts.push(attempt));
    clock.advance(leaseMs - 1);
    await severalPolls();
    assert.deepEqual(attempts, [], 'not while the lease holds');
    clock.advance(1);
    await second.idle();
    assert.deepEqual(attempts, [2]);
    assert.equal((await only()).status, 'done');
    silent.open();
  }),

  taskCase(
    'a completion with an old fence is refused',
    async ({ until, queue, other, clock, work, task, only, events }) => {
      const first = createGate();
      const second = createGate();
      await queue.enqueue(task());
      const stale = work(queue, first.pass, silently);
      await until('the first worker runs it', () => first.entered === 1);
      clock.advance(leaseMs);
      const fresh = work(other, second.pass);
      await until('the second worker runs it', () => second.entered === 1);
      first.open();
      await stale.stop({ drainMs: 60_000 });
      const running = await only();
      assert.equal(running.status, 'running', 'the newer claim goes on');
      assert.equal(running.fence, 2);
      assert.deepEqual(events, [], 'and nobody said that it is done');
      second.open();
      await fresh.idle();
      assert.equal((await only()).status, 'done');
    },
  ),

  taskCase(
    'a failure with an old fence is refused',
    async ({ until, queue, other, clock, work, task, only, events }) => {
      const first = createGate();
      const second = createGate();
      const fail = async () => {
        await first.pass();
        throw Object.assign(new Error('late'), { retryable: false });
      };
      await queue.enqueue(task());
      const stale = work(queue, fail, silently);
      await until('the first worker runs it', () => first.entered === 1);
      clock.advance(leaseMs);
      const fresh = work(other, second.pass);
      await until('the second worker runs it', () => second.entered === 1);
      first.open();
      await stale.stop({ drainMs: 60_000 });
      assert.equal((await only()).status, 'running');
      assert.deepEqual(events, []);
      second.open();
      await fresh.idle();
      assert.equal((await only()).status, 'done');
    },
  ),

  taskCase(
    'a heartbeat keeps the task for as long as it runs',
    async ({ until, queue, other, clock, work, task, only }) => {
      const gate = createGate();
      // A heartbeat every 20 ms of real time; the clock moves only after each.
      const holder = work(queue, gate.pass, { leaseMs: 60 });
      await queue.enqueue(task());
      await until('it runs', () => gate.entered === 1);
      work(other, gate.pass);
      for (let beat = 0; beat < 5; beat += 1) {
        clock.advance(40);
        const needed = clock.now().getTime() + 60;
        await until('the lease went on', async () => Date.parse((await only()).leaseUntil ?? '') >= needed);
      }
      await severalPolls();
      assert.equal(gate.entered, 1);
      gate.open();
      await holder.idle();
      assert.equal((await only()).fence, 1);
    },
  ),

  taskCase('a handler is told through its signal that the lease is lost', async (scenario) => {
    const { until, queue, other, clock, work, task } = scenario;
    let started = false;
    let aborted = false;
    await queue.enqueue(task());
    // A heartbeat every second of real time.
    work(
      queue,
      ({ signal }) =>
        new Promise<void>((resolve) => {
          started = true;
          signal.addEventListener('abort', () => {
            aborted = true;
            resolve();
          });
        }),
      { leaseMs: 3_000, pollMs: 3_600_000 },
    );
    await until('it runs', () => started);
    work(other, async () => {});
    await until('the signal came', () => {
      // Again and again, since a heartbeat may come before the other looks.
      clock.advance(3_000);
      return aborted;
    });
  }),

  taskCase('a worker does not take its own task from itself when the clock jumps', async (scenario) => {
    const { until, queue, clock, work, task, only } = scenario;
    const gate = createGate();
    const worker = work(queue, gate.pass, { leaseMs });
    await queue.enqueue(task());
    await until('it runs', () => gate.entered === 1);
    clock.advance(24 * 3_600_000);
    await severalPolls();
    assert.equal(gate.entered, 1);
    gate.open();
    await worker.idle();
    const record = await only();
    assert.equal(record.status, 'done');
    assert.equal(record.fence, 1);
  }),

  taskCase('a worker does not run a task beside its own earlier run of it', async (scenario) => {
    const { until, queue, other, clock, work, task, tasks, only } = scenario;
    const early = createGate();
    const lost = createGate();
    await queue.enqueue(task());
    work(queue, early.pass, silently);
    await until('it runs', () => early.entered === 1);
    clock.advance(leaseMs);
    const second = work(other, lost.pass);
    await until('another has it', () => lost.entered === 1);
    await second.stop({ drainMs: 0 });
    await until('the other gave it back', async () => (await only()).status === 'waiting');
    await queue.enqueue(task());
    await until('the first worker runs what came after it', () => early.entered > 1);
    assert.equal(early.entered, 2);
    early.open();
    await until('both are done', async () => (await tasks()).every(({ status }) => status === 'done'));
    assert.equal(early.entered, 3, 'once it had ended, it ran again');
    assert.deepEqual((await tasks()).map(({ fence }) => fence).sort(), [1, 3]);
  }),

  taskCase('a task whose workers vanish attempt after attempt is dead in the end', async (scenario) => {
    const { until, queue, other, clock, work, task, only, events } = scenario;
    const gate = createGate();
    await queue.enqueue(task({ maxAttempts: 2 }));
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      work(attempt === 1 ? queue : other, gate.pass, silently);
      await until('an attempt runs', () => gate.entered === attempt);
      clock.advance(leaseMs);
    }
    await work(queue, gate.pass).idle();
    const record = await only();
    assert.equal(record.status, 'dead');
    assert.equal(record.lastError, 'lease_expired');
    assert.deepEqual(
      events.map(({ type }) => type),
      ['task.dead'],
    );
    gate.open();
  }),

  taskCase(
    'a task is due at once even when the clock has been set back',
    async ({ queue, clock, work, task }) => {
      let runs = 0;
      await queue.enqueue(task());
      clock.advance(-3_600_000);
      await work(queue, async () => {
        runs += 1;
      }).idle();
      assert.equal(runs, 1);
      clock.advance(3_600_000);
    },
  ),

  taskCase('what a clock that ran ahead has written does not wait for that clock', async (scenario) => {
    const { until, queue, other, clock, work, task, tasks } = scenario;
    const hourMs = 3_600_000;
    const gate = createGate();
    clock.advance(hourMs);
    await queue.enqueue(task());
    await queue.enqueue(task({ runAt: new Date(clock.now().getTime() + 5_000).toISOString() }));
    work(queue, gate.pass, silently);
    await until('one is leased by the clock that is ahead', () => gate.entered === 1);
    clock.advance(-hourMs);
    let runs = 0;
    const worker = work(
      other,
      async () => {
        runs += 1;
      },
      { leaseMs },
    );
    await until('the lease is not believed', () => runs === 1);
    clock.advance(5_000);
    await until('nor the delay', () => runs === 2);
    await worker.idle();
    assert.ok((await tasks()).every(({ status }) => status === 'done'));
    gate.open();
  }),
];
