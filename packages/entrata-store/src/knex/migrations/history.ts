import type { Knex } from 'knex';
import { StoreError, type StoreErrorReason } from '../../core/errors.js';
import type { Dialect } from '../dialect/dialect.js';
import type { Step } from './step.js';

/** Which steps were run, for every choice of table names and mappings in this database. Its name is fixed. */
export const logTable = 'entrata_migrations';

interface LogRow {
  readonly id: string;
  readonly appliedAt: number;
}

export interface History {
  readonly hasLog: boolean;
  /** Steps that were run for this choice of tables. */
  readonly applied: readonly Step[];
  readonly pending: readonly Step[];
  /** Steps of a newer version, beside which this one may go on. */
  readonly ahead: readonly string[];
  /** When the next step is to have been applied, so that the log's order is never in doubt. */
  readonly after: number;
}

/** The only form there is: a step and the digest of the tables it was run for. */
const idShape = /^((\d{4})-[a-z0-9-]+)-([0-9a-f]{12})$/;

export const logId = (step: Step, digest: string): string => `${step.id}-${digest}`;

/** Frozen, like every step. */
export function createLogSql({ quote }: Dialect): string {
  return `create table if not exists ${quote(logTable)} (${quote('id')} varchar(64), ${quote('applied_at')} bigint not null, primary key (${quote('id')}))`;
}

async function readLog(query: Knex): Promise<readonly LogRow[] | undefined> {
  if (!(await query.schema.hasTable(logTable))) return undefined;
  const rows: readonly { id: string; applied_at: unknown }[] = await query(logTable).select(
    'id',
    'applied_at',
  );
  return rows.map(({ id, applied_at }) => ({ id, appliedAt: Number(applied_at) }));
}

function refuse(reason: StoreErrorReason, what: string, todo: string): never {
  throw new StoreError('misuse', `${logTable}: ${what}. ${todo}`, { reason });
}

const restore = 'Nothing was changed; restore the database, or this table, from a backup';

/** Checks a row that is not of a step we know; true when this version may go on beside it. */
function isAhead({ id }: LogRow, steps: readonly Step[]): boolean {
  const [, step = '', number = ''] = idShape.exec(id) ?? [];
  const last = steps.at(-1)?.id ?? '';
  if (step === '') refuse('history_unknown', `${id.slice(0, 64)} is no migration of entrata-store`, restore);
  if (number <= last.slice(0, 4))
    refuse('history_unknown', `${step} is not in the history of this version`, restore);
  if (step.startsWith(`${number}-expand-`)) return true;
  return refuse(
    'schema_newer',
    `the database was migrated by a newer entrata-store (${step}; this one knows the steps up to ${last})`,
    'Run that version or a later one, or restore the backup taken before it was deployed',
  );
}

/**
 * Reads which steps were run, and refuses a history that is not ours, has a gap, is out of order, or was written by a
 * newer version whose steps make no promise to older code. Throws `misuse`.
 */
export async function readHistory(query: Knex, digest: string, steps: readonly Step[]): Promise<History> {
  const log = await readLog(query);
  const rows = log ?? [];
  const known = new Set(steps.map(({ id }) => id));
  const ahead = rows
    .filter((row) => !known.has(idShape.exec(row.id)?.[1] ?? ''))
    .filter((row) => isAhead(row, steps))
    .map(({ id }) => id);

  const appliedAt = new Map(rows.map((row) => [row.id, row.appliedAt]));
  const applied = steps.filter((step) => appliedAt.has(logId(step, digest)));
  const pending = steps.filter((step) => !applied.includes(step));
  const [gap] = pending;
  const beyond = applied.at(-1);
  if (gap && beyond && gap.id < beyond.id)
    refuse('history_unknown', `${gap.id} is missing, although ${beyond.id} was run`, restore);
  for (const [place, step] of applied.entries()) {
    const before = applied[place - 1];
    if (before && Number(appliedAt.get(logId(before, digest))) > Number(appliedAt.get(logId(step, digest))))
      refuse('history_unknown', `${step.id} was run before ${before.id}`, restore);
  }
  const after = Math.max(0, ...rows.map((row) => row.appliedAt)) + 1;
  return { hasLog: log !== undefined, applied, pending, ahead, after };
}

/** Notes that a step was run. */
export async function appendToLog(query: Knex, step: Step, digest: string, after: number): Promise<void> {
  await query(logTable).insert({ id: logId(step, digest), applied_at: Math.max(Date.now(), after) });
}
