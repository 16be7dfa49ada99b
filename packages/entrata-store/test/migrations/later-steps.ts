import type { Step, StepSql } from '../../src/knex/migrations/step.js';
import { steps } from '../../src/knex/migrations/steps.js';

const everywhere = (sql: StepSql): Step['sql'] => ({ sqlite: sql, postgres: sql, mysql: sql });
const limited = (set: string, where: string) =>
  `update {webhooks} set ${set} where "id" in (select "id" from {webhooks} where ${where} limit 2)`;

/** A history longer than the real one: a column, an index and a key on it, and values for the rows there are. */
export const laterSteps: readonly Step[] = [
  ...steps,
  {
    id: '9001-expand-add-shelf',
    sql: everywhere({
      webhooks: [
        'alter table {webhooks} add column "shelf" varchar(64)',
        'create index {webhooks:shelf_id_index} on {webhooks} ("shelf", "id")',
      ],
      users: ['create index {users:name_index} on {users} ("name")'],
      tasks: ['alter table {tasks} add column "mood" varchar(16)'],
    }),
  },
  {
    id: '9002-expand-fill-shelf',
    sql: {
      sqlite: { webhooks: [limited(`"shelf" = 'top'`, '"shelf" is null')] },
      postgres: { webhooks: [limited(`"shelf" = 'top'`, '"shelf" is null')] },
      mysql: { webhooks: [`update {webhooks} set "shelf" = 'top' where "shelf" is null limit 2`] },
    },
    inBatches: true,
  },
  {
    id: '9003-expand-add-key',
    sql: everywhere({
      webhooks: ['create unique index {webhooks:shelf_log_id_key} on {webhooks} ("shelf", "log_id")'],
    }),
  },
];
