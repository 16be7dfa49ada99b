import { createIdSource } from '../../../src/id-source.js';
import { createEngineQueue } from '../../../src/tasks/engine-queue.js';
import { createSqlTaskEngine } from '../../../src/tasks/sql-task-engine.js';
import { connectTo, type DatabaseAddress } from '../../support/databases.js';
import { readInput, tellParent } from './child-process.js';
import { type Sabotage, sabotageEngine } from './sabotage.js';
import { createRowHandler, tasksTable, workKind } from './workload.js';

export interface WorkerInput {
  readonly address: DatabaseAddress;
  readonly leaseMs: number;
  readonly slots: number;
  readonly sabotage: Sabotage | undefined;
}

/** `jump` sets this process's clock off by so much; `stop` ends it in good order. */
export type WorkerCommand = { readonly type: 'jump'; readonly offsetMs: number } | { readonly type: 'stop' };

const { address, leaseMs, slots, sabotage } = readInput<WorkerInput>();
let offsetMs = 0;
const now = () => new Date(Date.now() + offsetMs);
const knex = connectTo(address, 6);
const engine = createSqlTaskEngine(knex, tasksTable);
const queue = createEngineQueue(sabotage === undefined ? engine : sabotageEngine(engine, sabotage), {
  now,
  newId: createIdSource(now),
});
const handler = createRowHandler(knex, { comparing: sabotage !== 'rows do not decide' });
const worker = queue.work({ [workKind]: handler }, { leaseMs, pollMs: 100, concurrency: slots });

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
