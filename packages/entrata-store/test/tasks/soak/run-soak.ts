import { setTimeout as delay } from 'node:timers/promises';
import { createIdSource } from '../../../src/id-source.js';
import { migrate } from '../../../src/knex/migrate.js';
import { createSqlTaskQueue } from '../../../src/tasks/sql-task-queue.js';
import type { DatabaseAddress, TestDatabase } from '../../support/databases.js';
import { type Child, startChild } from './child-process.js';
import type { Sabotage } from './sabotage.js';
import { startTcpProxy } from './tcp-proxy.js';
import type { WorkerCommand, WorkerInput } from './worker-process.js';
import {
  addRows,
  createWorkloadTables,
  type Judgement,
  judge,
  openTasks,
  runningFor,
  tasksTable,
} from './workload.js';

export interface SoakPlan {
  readonly processes: number;
  /** SIGKILL at a random instant. */
  readonly kills: number;
  /** SIGSTOP for two leases, then SIGCONT. */
  readonly pauses: number;
  /** All connections cut; on SQLite, the file locked for longer than a lease. */
  readonly cuts: number;
  /** One process's clock an hour off, forwards or backwards, for a while. */
  readonly jumps: number;
  readonly leaseMs: number;
  /** Makes the workers wrong on purpose, to show that the judge would see it. */
  readonly sabotage?: Sabotage;
}

export interface SoakFigures extends Judgement {
  readonly kills: number;
  readonly pauses: number;
  readonly cuts: number;
  readonly jumps: number;
}

type Fault = 'kill' | 'pause' | 'cut' | 'jump';

/** Tasks that one worker runs at once. */
const slots = 4;
const backlog = 40;
const hourMs = 3_600_000;
const settleMs = 90_000;
const between = (least: number, most: number) => Math.round(least + Math.random() * (most - least));

function shuffledFaults(plan: SoakPlan): readonly Fault[] {
  const times = (fault: Fault, count: number) => Array<Fault>(count).fill(fault);
  const faults = [
    ...times('kill', plan.kills),
    ...times('pause', plan.pauses),
    ...times('cut', plan.cuts),
    ...times('jump', plan.jumps),
  ];
  return faults
    .map((fault) => ({ fault, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ fault }) => fault);
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
  const queue = createSqlTaskQueue({ knex, table: tasksTable, now, newId: createIdSource(now) });
  const { address, proxy } = await throughProxy(opened.address);
  const workers = new Set<Child>();
  let rows = 0;

  function hire(): void {
    const input: WorkerInput = { address, slots, leaseMs: plan.leaseMs, sabotage: plan.sabotage };
    const worker = startChild(new URL('./worker-process.ts', import.meta.url), input);
    workers.add(worker);
    void worker.exited.then(() => workers.delete(worker));
  }

  async function pickReady(): Promise<Child> {
    const worker = await Promise.any(
      [...workers]
        .sort(() => Math.random() - 0.5)
        .map(async (one) => {
          await one.ready;
          return one;
        }),
    );
    return worker;
  }

  const add = async (count: number, workMs: number, laterWorkMs: number) => {
    await addRows(knex, queue, { firstRow: rows, count, workMs, laterWorkMs });
    rows += count;
  };

  const faults: Readonly<Record<Fault, () => Promise<void>>> = {
    async kill() {
      const victim = await pickReady();
      await delay(between(0, 150));
      victim.process.kill('SIGKILL');
      await victim.exited;
      hire();
    },
    async pause() {
      const sleeper = await pickReady();
      // Begun before the pause; begun anew by another while it lasts, and still running when it ends.
      const laterWorkMs = plan.leaseMs * 3;
      await add(slots * plan.processes, plan.leaseMs / 2, laterWorkMs);
      const endMs = performance.now() + 5_000;
      while (performance.now() < endMs) {
        // More than the others can hold: the sleeper is in the middle of at least one.
        if ((await runningFor(knex, laterWorkMs)) > slots * (plan.processes - 1)) break;
        await delay(20);
      }
      sleeper.process.kill('SIGSTOP');
      await delay(plan.leaseMs * 2);
      sleeper.process.kill('SIGCONT');
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
      const tell = (offsetMs: number) => jumper.send({ type: 'jump', offsetMs } satisfies WorkerCommand);
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
    }
    const endMs = performance.now() + settleMs;
    while ((await openTasks(knex)) > 0 && performance.now() < endMs) await delay(50);
    return {
      ...(await judge(knex)),
      kills: plan.kills,
      pauses: plan.pauses,
      cuts: plan.cuts,
      jumps: plan.jumps,
    };
  } finally {
    await end([...workers]);
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
