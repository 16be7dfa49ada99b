import { setTimeout as delay } from 'node:timers/promises';
import { createIdSource } from '../../../src/core/id-source.js';
import { dialectOf } from '../../../src/knex/dialect-of.js';
import { migrate } from '../../../src/knex/migrate.js';
import { createSqlTaskQueue } from '../../../src/knex/tasks/sql-task-queue.js';
import type { DatabaseAddress, TestDatabase } from '../../support/databases.js';
import { type Child, startChild } from './child-process.js';
import type { Sabotage } from './sabotage.js';
import { startTcpProxy } from './tcp-proxy.js';
import type { WorkerCommand, WorkerInput, WorkerNews } from './worker-process.js';
import {
  addRows,
  begunAnew,
  canWrite,
  createWorkloadTables,
  type Judgement,
  judge,
  openTasks,
  shortestLongRunMs,
  tasksTable,
} from './workload.js';

export interface SoakPlan {
  readonly processes: number;
  /** SIGKILL at a random instant, about one at which it is in the middle of a task. */
  readonly kills: number;
  /** SIGSTOP in the middle of a task for two leases, or until another has begun such a task anew; then SIGCONT. */
  readonly pauses: number;
  /** All connections cut; on SQLite, the file locked for longer than a lease. */
  readonly cuts: number;
  /** One process's clock an hour off, forwards or backwards, for a while. */
  readonly jumps: number;
  readonly leaseMs: number;
  /** Makes the workers wrong on purpose, to show that the judge would see it. */
  readonly sabotage?: Sabotage;
}

type Fault = 'kill' | 'pause' | 'cut' | 'jump';

/** How often each fault was done, and what the database says. */
export type SoakFigures = Judgement & Readonly<Record<`${Fault}s`, number>>;

interface Worker {
  readonly child: Child;
  /** Long tasks that it has begun. */
  longRuns: number;
}

/** Tasks that one worker runs at once. */
const slots = 4;
const backlog = 40;
const hourMs = 3_600_000;
/** How long to wait for what must come, however busy the machine is. */
const patienceMs = 300_000;
const between = (least: number, most: number) => Math.round(least + Math.random() * (most - least));

const sortedAtRandom = <T>(items: readonly T[]): readonly T[] =>
  items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

function shuffledFaults(plan: SoakPlan): readonly Fault[] {
  const times = (fault: Fault, count: number) => Array<Fault>(count).fill(fault);
  return sortedAtRandom([
    ...times('kill', plan.kills),
    ...times('pause', plan.pauses),
    ...times('cut', plan.cuts),
    ...times('jump', plan.jumps),
  ]);
}

/** The address that workers use: through a proxy where there is a connection to cut. */
async function throughProxy(address: DatabaseAddress) {
  if (address.name === 'sqlite') return { address, proxy: undefined };
  const url = new URL(address.url);
  const defaultPort = address.name === 'postgres' ? 5432 : 3306;
  const proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) || defaultPort });
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  return { address: { ...address, url: url.href }, proxy };
}

/** Runs workers under faults until every fault was done and the work settled; the database says how it went. */
export async function runSoak(database: TestDatabase, plan: SoakPlan): Promise<SoakFigures> {
  const opened = await database.open();
  const knex = opened.connect();
  await migrate(knex);
  await createWorkloadTables(knex);
  const now = () => new Date();
  const queue = createSqlTaskQueue({
    knex,
    dialect: dialectOf(knex),
    table: tasksTable,
    now,
    newId: createIdSource(now),
  });
  const { address, proxy } = await throughProxy(opened.address);
  const workers = new Set<Worker>();
  const done: Record<`${Fault}s`, number> = { kills: 0, pauses: 0, cuts: 0, jumps: 0 };
  let rows = 0;

  function hire(): void {
    const input: WorkerInput = { address, slots, leaseMs: plan.leaseMs, sabotage: plan.sabotage };
    const child = startChild(new URL('./worker-process.ts', import.meta.url), input);
    const worker: Worker = { child, longRuns: 0 };
    workers.add(worker);
    child.onMessage((news) => Object.assign(worker, news as WorkerNews));
    void child.exited.then(() => workers.delete(worker));
  }

  const pickReady = (): Promise<Worker> =>
    Promise.any(
      sortedAtRandom([...workers]).map(async (worker) => {
        await worker.child.ready;
        return worker;
      }),
    );

  const add = async (count: number, workMs: number, laterWorkMs: number) => {
    await addRows(knex, queue, { firstRow: rows, count, workMs, laterWorkMs });
    rows += count;
  };

  /** Hands out long tasks until this worker begins one. */
  async function occupy(worker: Worker, workMs: number, laterWorkMs: number): Promise<void> {
    const endMs = performance.now() + patienceMs;
    const { longRuns } = worker;
    while (worker.longRuns === longRuns) {
      if (performance.now() > endMs) throw new Error('A worker took no task');
      await add(slots * plan.processes, workMs, laterWorkMs);
      const nextMs = performance.now() + workMs * 2;
      while (worker.longRuns === longRuns && performance.now() < nextMs) await delay(5);
    }
  }

  const faults: Readonly<Record<Fault, () => Promise<void>>> = {
    async kill() {
      const victim = await pickReady();
      const workMs = between(shortestLongRunMs, 300);
      await occupy(victim, workMs, workMs);
      await delay(between(0, workMs));
      victim.child.process.kill('SIGKILL');
      await victim.child.exited;
      hire();
    },
    async pause() {
      const sleeper = await pickReady();
      do {
        sleeper.child.process.kill('SIGCONT');
        // Begun before the pause; begun anew by another while it lasts, and still running when it ends.
        await occupy(sleeper, plan.leaseMs, plan.leaseMs * 3);
        sleeper.child.process.kill('SIGSTOP');
        // Asleep with SQLite's lock, it would keep the others from everything.
      } while (!(await canWrite(knex, plan.leaseMs / 2)));
      await delay(plan.leaseMs * 2);
      // On a busy machine the others need longer.
      const endMs = performance.now() + plan.leaseMs * 10;
      while ((await begunAnew(knex)) === 0 && performance.now() < endMs) await delay(20);
      sleeper.child.process.kill('SIGCONT');
    },
    async cut() {
      if (proxy !== undefined) {
        proxy.cut();
        return;
      }
      const locker = opened.connect();
      await locker.transaction(async (trx) => {
        await trx(tasksTable).whereRaw('0').delete();
        await delay(plan.leaseMs * 1.5);
      });
      await locker.destroy();
    },
    async jump() {
      const jumper = await pickReady();
      const tell = (offsetMs: number) =>
        jumper.child.send({ type: 'jump', offsetMs } satisfies WorkerCommand);
      tell(Math.random() < 0.5 ? hourMs : -hourMs);
      await delay(between(100, 600));
      tell(0);
    },
  };

  try {
    for (let n = 0; n < plan.processes; n += 1) hire();
    await pickReady();
    for (const fault of shuffledFaults(plan)) {
      if ((await openTasks(knex)) < backlog) await add(backlog, between(2, 30), between(2, 30));
      await delay(between(50, 400));
      await faults[fault]();
      done[`${fault}s`] += 1;
    }
    const endMs = performance.now() + patienceMs;
    while ((await openTasks(knex)) > 0 && performance.now() < endMs) await delay(50);
    return { ...(await judge(knex)), ...done };
  } finally {
    await end([...workers].map(({ child }) => child));
    await proxy?.close();
    await queue.close();
    await opened.drop();
  }
}

/** Asks workers to stop, and ends those that do not. */
async function end(workers: readonly Child[]): Promise<void> {
  for (const worker of workers) worker.send({ type: 'stop' } satisfies WorkerCommand);
  await Promise.race([
    Promise.all(workers.map((worker) => worker.exited)),
    delay(15_000, undefined, { ref: false }),
  ]);
  for (const worker of workers) worker.process.kill('SIGKILL');
}
