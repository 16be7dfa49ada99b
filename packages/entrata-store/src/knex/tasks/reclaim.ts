import { atOnce, type ClaimedTask, type ReclaimRequest, type TaskEngine } from '../../tasks/task-engine.js';
import { type TaskRow, toClaim, toClaimedTask } from './task-row.js';
import { and, asked, lapsedOf, notAsked, sql, toEnd, toWait, withError, writtenAhead } from './task-sql.js';
import type { TaskStatements } from './task-statements.js';

/** Lapsed leases looked at in one go. */
const reclaimLimit = 100;

export function createReclaim({
  table,
  selection,
  change,
  changeClaimed,
  read,
}: TaskStatements): TaskEngine['reclaim'] {
  /** A delay that a clock ahead has written begins anew. */
  async function restartDelays(request: ReclaimRequest): Promise<void> {
    const { nowMs } = request;
    await change(
      sql(
        'run_at = case when run_at > updated_at then run_at - updated_at + ? else ? end, updated_at = ?',
        nowMs,
        nowMs,
        nowMs,
      ),
      and(writtenAhead(request), sql("status = 'waiting' and turn = 0 and run_at > ?", nowMs)),
      { orderBy: 'updated_at', limit: reclaimLimit },
    );
  }

  return async (request) => {
    const { nowMs } = request;
    await restartDelays(request);
    const lapsed = lapsedOf(request);
    const rows = await read<TaskRow>(
      sql(`select ${selection} from ${table} where ${lapsed.sql} limit ${reclaimLimit}`, ...lapsed.bindings),
    );
    const dead: ClaimedTask[] = [];
    for (const row of rows) {
      const claim = toClaim(row);
      // Unless it was renewed since it was read.
      const still = sql('lease_until = ?', Number(row.leaseUntil));
      const spent = Number(row.attempts) >= Number(row.maxAttempts);
      const end = spent ? toEnd('dead', nowMs) : toWait(atOnce, 'attempts', nowMs);
      const ended = await changeClaimed([claim], withError(end, 'lease_expired'), and(still, notAsked));
      if (ended.length === 0) {
        const again = toWait(atOnce, '0', nowMs);
        await changeClaimed([claim], withError(again, 'lease_expired'), and(still, asked));
      } else if (spent) dead.push(toClaimedTask(row));
    }
    return dead;
  };
}
