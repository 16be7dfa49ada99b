import type { Step, StepSql } from './step.js';

const sql: StepSql = {
  tasks: [
    'create index {tasks:status_kind_turn_run_at_id} on {tasks} ("status", "kind", "turn", "run_at", "id")',
    'create index {tasks:group_key_kind_turn} on {tasks} ("group_key", "kind", "turn")',
  ],
};

/**
 * Indexes by which the first tasks of some kinds are found however many of other kinds wait. The two that they take the
 * place of stay: older code goes on by them.
 */
export const tasksByKind: Step['sql'] = { sqlite: sql, postgres: sql, mysql: sql };
