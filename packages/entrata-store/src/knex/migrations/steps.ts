import { mysqlTables } from './0001-create-tables-mysql.js';
import { postgresTables } from './0001-create-tables-postgres.js';
import { sqliteTables } from './0001-create-tables-sqlite.js';
import { eventOrder } from './0002-expand-event-order.js';
import { waitingCancellations } from './0006-expand-waiting-cancellations.js';
import { tasksByKind } from './0009-expand-tasks-by-kind.js';
import { addColumns } from './add-columns.js';
import type { Step } from './step.js';

/** All steps there ever were, in order. Steps are added at the end; what is released is never edited. */
export const steps: readonly Step[] = [
  {
    id: '0001-create-tables',
    sql: { sqlite: sqliteTables, postgres: postgresTables, mysql: mysqlTables },
  },
  { id: '0002-expand-event-order', sql: eventOrder },
  {
    id: '0003-expand-event-proof',
    sql: addColumns({
      webhooks: { columns: { sender_verdict: 32 } },
      oauthCodes: { columns: { event_fingerprint: 128, log_id: 64 } },
    }),
  },
  {
    id: '0004-expand-approved-event',
    sql: addColumns({
      properties: { columns: { activation_seq: 'bigint', approved_seq: 'bigint', entrata_name: 255 } },
    }),
  },
  {
    id: '0005-expand-cancellation',
    sql: addColumns({
      viewings: {
        columns: { cancel_requested_at: 'bigint', sent_email: 320, sent_phone: 64 },
        indexes: [['cancel_requested_at', 'id']],
      },
    }),
  },
  { id: '0006-expand-waiting-cancellations', sql: waitingCancellations, inBatches: true, isOptional: true },
  {
    id: '0007-expand-viewing-requests',
    sql: addColumns({ viewings: { columns: { request_id: 64 } } }),
  },
  {
    id: '0008-expand-lasting-failures',
    sql: addColumns({ properties: { columns: { failing_since: 'bigint', notified_error: 128 } } }),
  },
  { id: '0009-expand-tasks-by-kind', sql: tasksByKind },
  {
    id: '0010-expand-codes-by-webhook',
    sql: addColumns({ oauthCodes: { indexes: [['log_id']] } }),
  },
  {
    id: '0011-expand-house-terms',
    sql: addColumns({
      houses: {
        columns: {
          availability_url: 2048,
          featured: 'bigint',
          application_fees: 'json',
          pet_policies: 'json',
          specials: 'json',
          lease_terms: 'json',
          space_options: 'json',
          units: 'json',
        },
      },
    }),
  },
];
