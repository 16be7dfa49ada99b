import type { Knex } from 'knex';
import { createEngineQueue, type EngineQueue, type EngineQueueOptions } from '../../tasks/engine-queue.js';
import { prepareTask } from '../../tasks/prepare-task.js';
import type { TaskEnqueuer } from '../../tasks/task-queue.js';
import type { Dialect } from '../dialect/dialect.js';
import { translateError } from '../dialect/translate-error.js';
import { createSqlTaskEngine } from './sql-task-engine.js';

export interface SqlTaskQueueOptions extends EngineQueueOptions {
  readonly knex: Knex;
  readonly dialect: Dialect;
  readonly table: string;
}

export interface SqlTaskQueue extends EngineQueue {
  /** An enqueuer in this transaction: its tasks exist exactly when the transaction commits. */
  within(trx: Knex.Transaction): TaskEnqueuer;
}

/** A task queue on the database of the store; its table must exist: see `migrate`. */
export function createSqlTaskQueue(options: SqlTaskQueueOptions): SqlTaskQueue {
  const { dialect, table, now, newId } = options;
  const engine = createSqlTaskEngine(options);
  return {
    ...createEngineQueue(engine, options),
    within: (trx) => ({
      async enqueue(task) {
        const prepared = prepareTask(task, newId(), now());
        try {
          await engine.enqueueThrough(trx, prepared);
        } catch (error) {
          throw translateError(error, dialect, table);
        }
      },
    }),
  };
}
