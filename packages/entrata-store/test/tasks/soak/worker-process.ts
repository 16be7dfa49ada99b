import { createIdSource } from '../../../src/core/id-source.js';
import { dialectOf } from '../../../src/knex/dialect-of.js';
import { createSqlTaskEngine } from '../../../src/knex/tasks/sql-task-engine.js';
import { createEngineQueue } from '../../../src/tasks/engine-queue.js';
import type { TaskRun } from '../../../src/tasks/task-queue.js';
import { connectTo, type DatabaseAddress } from '../../support/connect-to.js';
import { readInput, tellParent } from './in-child.js';
import { type Sabotage, sabotageEngine } from './sabotage.js';
import { createRowHandler, shortestLongRunMs, tasksTable, workKind } from './workload.js';

export interface WorkerInput {
  readonly address: DatabaseAddress;
  readonly leaseMs: number;
  readonly slots: number;
  readonly sabotage: Sabotage | undefined;
}

/** `jump` sets this process's clock off by so much; `stop` ends it in good order. */
export type WorkerCommand = { readonly type: 'jump'; readonly offsetMs: number } | { readonly type: 'stop' };

/** How many long tasks it has begun so far. */
export interface WorkerNews {
  readonly longRuns: number;
}

const { address, leaseMs, slots, sabotage } = readInput<WorkerInput>();
let offsetMs = 0;
const now = () => new Date(Date.now() + offsetMs);
const knex = connectTo(address, 6);
const engine = createSqlTaskEngine({ knex, dialect: dialectOf(knex), table: tasksTable });
const queue = createEngineQueue(sabotage === undefined ? engine : sabotageEngine(engine, sabotage), {
  now,
  newId: createIdSource(now),
  // A task that failed since its connection was cut comes back soon, whatever its attempt.
  random: () => Math.random() / 1_000,
});
const carryRow = createRowHandler(knex, { comparing: sabotage !== 'rows do not decide' });
let longRuns = 0;

async function tellAndCarryRow(run: TaskRun): Promise<void> {
  if (Number(run.payload.workMs) >= shortestLongRunMs) {
    longRuns += 1;
    tellParent({ longRuns } satisfies WorkerNews);
  }
  await carryRow(run);
}

const worker = queue.work({ [workKind]: tellAndCarryRow }, { leaseMs, pollMs: 100, concurrency: slots });

process.on('message', async (command: WorkerCommand) => {
  if (command.type === 'jump') {
    offsetMs = command.offsetMs;
    return;
  }
  await worker.stop({ drainMs: 5_000 });
  await knex.destroy();
  process.disconnect();
});
process.on('disconnect', () => process.exit());
tellParent('ready');
