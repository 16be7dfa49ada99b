import { setImmediate as endOfTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import { clientTokenContext } from '../clients/create-client-repository.js';
import { checkObject } from '../core/check-option.js';
import { type Cipher, isSealed } from '../core/cipher.js';
import { StoreError } from '../core/errors.js';
import { guardedCallback } from '../core/guarded-callback.js';
import { readSettings, type Settings } from '../core/settings.js';
import { codeTokenContext } from '../oauth-codes/create-oauth-code-repository.js';
import { rawQueryContext } from '../webhooks/create-webhook-repository.js';
import { resolveCipher } from './cipher-option.js';
import type { Dialect } from './dialect/dialect.js';
import { translateError } from './dialect/translate-error.js';
import { dialectOf } from './dialect-of.js';
import { leaveOutAbsentFields } from './mapping/absent-fields.js';
import { type BoundTable, type BoundTables, bindTables } from './mapping/bound-table.js';
import type { TableOptions } from './mapping/table-mapping.js';
import { createWhereWriter } from './rows/where.js';

/** What {@link sealSecrets} and {@link rotateSecrets} take. */
export interface SecretsOptions {
  /** Its active key seals; every key that stored secrets still need has to be among its keys. */
  readonly cipher: Cipher;
  /**
   * Where the fields live, as the store has it.
   * @defaultValue tables of this package
   */
  readonly tables?: TableOptions | undefined;
  /**
   * Rows read at a time, 1 to 10,000.
   * @defaultValue 200
   */
  readonly batchSize?: number | undefined;
  /**
   * Called after each batch.
   * @defaultValue none
   */
  readonly onProgress?: ((sofar: SecretsReport) => void) | undefined;
  /**
   * Stops between two rows; running it again goes on.
   * @defaultValue none
   */
  readonly signal?: AbortSignal | undefined;
}

/** What was done so far. */
export interface SecretsReport {
  /** Rewritten by this run. */
  readonly rewritten: number;
  /** Were as they should be. */
  readonly current: number;
  /**
   * Left as they are: another kind of secret than this command rewrites, one that no key opens, one that would be
   * wider than its column once it is sealed, or one that somebody replaced meanwhile, which the next run looks at.
   */
  readonly left: number;
}

/** Every column that holds a secret, the field its context is made of, and that context. */
const places = [
  { table: 'clients', field: 'accessToken', key: 'cid', context: clientTokenContext },
  { table: 'oauthCodes', field: 'accessToken', key: 'digest', context: codeTokenContext },
  { table: 'webhooks', field: 'rawQuery', key: 'logId', context: rawQueryContext },
] as const;

type Place = (typeof places)[number];

/** Undefined leaves the stored text alone. */
type Rewrite = (stored: string, context: string) => string | undefined;

/** Undefined for a value that cannot be read: what stands in for it must not be sealed in its place. */
function readWhole(table: BoundTable, field: string, row: Readonly<Record<string, unknown>>): unknown {
  const { value, isWhole } = table.column(field).read(row[field]);
  return isWhole ? value : undefined;
}

/** Undefined for a row that cannot be read or sealed: it is left, and must not keep the others waiting. */
function tryRewrite(rewrite: Rewrite, stored: unknown, key: unknown, place: Place): string | undefined {
  if (typeof stored !== 'string' || typeof key !== 'string') return undefined;
  try {
    return rewrite(stored, place.context(key));
  } catch {
    return undefined;
  }
}

/** Undefined for what is wider than the column, which a session that is not strict would cut. */
function tryEncode(table: BoundTable, field: string, value: string) {
  try {
    return table.encode({ [field]: value });
  } catch {
    return undefined;
  }
}

type SecretsSettings = Settings<SecretsOptions, 'rewriteSecrets'>;

/** One pass over one column, by id. Each row is compared and set, so that a newer secret is never overwritten. */
async function rewriteColumn(
  knex: Knex,
  place: Place,
  tables: BoundTables,
  dialect: Dialect,
  settings: SecretsSettings,
  rewrite: Rewrite,
  report: { -readonly [K in keyof SecretsReport]: number },
  onProgress: (sofar: SecretsReport) => void,
): Promise<void> {
  const table: BoundTable = tables[place.table];
  if (!table.columns.has(place.field)) return;
  const { batchSize, signal } = settings;
  const [id, secret] = [table.column('id').column, table.column(place.field).column];
  const { quote } = dialect;
  const ours = createWhereWriter(table, tables, dialect)({});
  if (ours === undefined) return;
  const where = ours.toSql() === '' ? ' where' : `${ours.toSql()} and`;
  const name = quote(table.name);
  let last: unknown;

  /** Unless somebody replaced it since it was read. */
  async function replace(row: Readonly<Record<string, unknown>>, set: Readonly<Record<string, unknown>>) {
    const assignments = Object.keys(set)
      .map((column) => `${quote(column)} = ?`)
      .join(', ');
    const update = `update ${name} set ${assignments}${where} ${quote(id)} = ? and ${quote(secret)} = ?`;
    const bindings = [...Object.values(set), ...(ours?.bindings ?? []), row.id, row[place.field]] as string[];
    return dialect.changedRows(await knex.raw(update, bindings));
  }

  for (;;) {
    const after = last === undefined ? '' : ` and ${quote(id)} > ?`;
    const select = `select ${table.selection} from ${name}${where} ${quote(secret)} is not null${after} order by ${quote(id)} limit ?`;
    const bindings = [...ours.bindings, ...(last === undefined ? [] : [last]), batchSize] as string[];
    const rows = dialect.rowsOf(await knex.raw(select, bindings));
    for (const row of rows) {
      signal?.throwIfAborted();
      last = row.id;
      const [stored, key] = [readWhole(table, place.field, row), readWhole(table, place.key, row)];
      const next = tryRewrite(rewrite, stored, key, place);
      if (next !== undefined && next === stored) {
        report.current += 1;
        continue;
      }
      const set = next === undefined ? undefined : tryEncode(table, place.field, next);
      const changed = set === undefined ? 0 : await replace(row, set);
      report[changed > 0 ? 'rewritten' : 'left'] += 1;
    }
    onProgress({ ...report });
    if (rows.length === 0) return;
    // SQLite answers before any timer or socket is looked at.
    await endOfTurn();
  }
}

async function rewriteSecrets(knex: Knex, options: SecretsOptions, rewrite: Rewrite): Promise<SecretsReport> {
  checkObject('options', options);
  const settings = readSettings('rewriteSecrets', options, 'sealSecrets and rotateSecrets');
  resolveCipher(settings.cipher, 'refuse');
  const dialect = dialectOf(knex);
  const tables = bindTables(settings.tables ?? {}, dialect);
  const report = { rewritten: 0, current: 0, left: 0 };
  const onProgress = guardedCallback('onProgress', settings.onProgress);
  try {
    const problem = await dialect.sessionProblem((sql) => knex.raw(sql), false);
    if (problem) throw new StoreError('misuse', problem);
    await leaveOutAbsentFields(knex, dialect, tables);
    for (const place of places)
      await rewriteColumn(knex, place, tables, dialect, settings, rewrite, report, onProgress);
  } catch (error) {
    if (settings.signal?.aborted) throw error;
    throw translateError(error, dialect, 'secrets');
  }
  return report;
}

/**
 * Seals the secrets that an existing table holds in clear: the last step of a cut-over, once nobody reads them
 * there any more. Safe to stop anywhere and run again, and to run beside a store that is in use.
 * @throws StoreError `misuse` or `unavailable`; the signal's reason when it was stopped.
 * @example
 * const { rewritten, left } = await sealSecrets(knex, { cipher, tables });
 */
export const sealSecrets = (knex: Knex, options: SecretsOptions): Promise<SecretsReport> =>
  rewriteSecrets(knex, options, (stored, context) =>
    isSealed(stored) ? stored : options.cipher.seal(stored, context),
  );

/**
 * Seals with the active key what was sealed with another. First let every process know the new key, then make
 * it active everywhere, then run this, then drop the old key. Safe to stop anywhere and run again, and to run
 * beside a store that is in use.
 * @throws StoreError `misuse` or `unavailable`; the signal's reason when it was stopped.
 * @example
 * const { rewritten, left } = await rotateSecrets(knex, { cipher });
 */
export const rotateSecrets = (knex: Knex, options: SecretsOptions): Promise<SecretsReport> =>
  rewriteSecrets(knex, options, (stored, context) => {
    const { cipher } = options;
    if (!isSealed(stored)) return undefined;
    if (cipher.isCurrent(stored)) return stored;
    // One row that no key opens throws here, and is left.
    return cipher.seal(cipher.open(stored, context), context);
  });
