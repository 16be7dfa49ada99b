import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Tables } from '../tables.js';
import { taskTextWidths } from '../tasks/prepare-task.js';

/** As much as a task holds, so that a file that has to grow grows. */
const filler = '.'.repeat(taskTextWidths.payload);
/** Several pages of SQLite's: a full database is noticed although a short row would still fit somewhere. */
const longFiller = filler.repeat(5);

/**
 * Writes what the app writes, and leaves nothing behind: a webhook and a task, none of which anybody else ever sees.
 * The commit is part of the trial, since some disks are only found full then.
 */
export async function probeWrites(
  trx: Knex.Transaction,
  options: {
    readonly tables: Tables;
    readonly tasksTable: string;
    readonly logsWebhooks: boolean;
    readonly at: Date;
  },
): Promise<void> {
  const { tables, tasksTable, logsWebhooks } = options;
  const at = options.at.getTime();
  const id = randomUUID();
  // A mapped table has constraints and triggers that only its owner knows.
  if (logsWebhooks) {
    await trx.raw('savepoint probe');
    await tables.webhooks.insert({
      logId: id,
      receivedAt: options.at.toISOString(),
      method: 'GET',
      rawQuery: longFiller,
    });
    // Not deleted: who may append to a log need not be allowed to delete from it.
    await trx.raw('rollback to savepoint probe');
  }
  await trx(tasksTable).insert({
    id,
    kind: 'probe',
    payload: filler,
    group_key: '',
    status: 'done',
    attempts: 0,
    max_attempts: 1,
    run_at: 0,
    turn: 0,
    fence: 0,
    created_at: at,
    updated_at: at,
  });
  await trx(tasksTable).where({ id }).delete();
}
