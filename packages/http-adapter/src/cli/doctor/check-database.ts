import { existsSync } from 'node:fs';
import type { Store } from 'entrata-store';
import type { KnexStoreOptions, TableOptions } from 'entrata-store/knex';
import type { Knex } from 'knex';
import { loadTables } from '../load-tables.js';
import { printable } from '../table.js';
import type { Terminal } from '../terminal.js';
import { isStore } from './build-app.js';
import { checkMappingOf, mappingLater, mappingUnusable } from './check-mapping.js';
import { type Finding, failed, nameOf, ok, skipped } from './finding.js';
import { noFile, openDatabase } from './open-database.js';

const check = 'database';

/** Whether the database answers, has our tables, and fits the mapping in `mappingFile`. */
export async function checkDatabase(
  address: string | undefined,
  mappingFile: string | undefined,
  { folder }: Terminal,
): Promise<Finding[]> {
  const later = mappingFile === undefined ? [] : [mappingLater()];
  if (address === undefined || address === '') {
    const todo = 'Give --database (or set DATABASE_URL): postgres://…, mysql://… or a SQLite file.';
    return [skipped(check, todo), ...later];
  }
  const opened = openDatabase(address, folder);
  if ('todo' in opened) return [failed(check, opened.found, opened.todo), ...later];
  try {
    await opened.raw('select 1');
    return await examine(opened, mappingFile, folder);
  } catch (error) {
    return [failed(check, `cannot be used: ${nameOf(error)}`, adviceOn(nameOf(error))), ...later];
  } finally {
    await opened.destroy();
  }
}

/** The same of the database that an app's own store is on. */
export async function checkOwnDatabase(store: KnexStoreOptions | Store | undefined): Promise<Finding[]> {
  if (store === undefined || isStore(store)) {
    return [
      skipped(check, 'Export `store` as options of createKnexStore; another store cannot be looked into.'),
    ];
  }
  const { knex, tables } = store;
  if (typeof knex !== 'function') return [failed(check, '`store.knex` is no Knex instance', 'Give one.')];
  // To look into it would make it.
  if (lacksFile(knex)) return [failed(check, noFile.found, noFile.todo)];
  try {
    await knex.raw('select 1');
    const schema = await checkSchema(knex, tables ?? {});
    return tables === undefined ? [schema] : [schema, await checkMappingOf(knex, tables)];
  } catch (error) {
    return [failed(check, `cannot be used: ${nameOf(error)}`, adviceOn(nameOf(error)))];
  }
}

function lacksFile(knex: Knex): boolean {
  // Knex types its client as any; these names are the same in every 3.x.
  const { driverName, connectionSettings } = knex.client as {
    readonly driverName?: string;
    readonly connectionSettings?: { readonly filename?: unknown };
  };
  const file = connectionSettings?.filename;
  if (driverName !== 'better-sqlite3' || typeof file !== 'string') return false;
  return file !== '' && file !== ':memory:' && !existsSync(file);
}

/** By what PostgreSQL, MySQL and the network call it. */
function adviceOn(code: string): string {
  if (/^(3D000|ER_BAD_DB_ERROR)$/.test(code)) return 'Create the database, or mend its name in the address.';
  if (/^(28P01|28000|ER_ACCESS_DENIED_ERROR|ER_DBACCESS_DENIED_ERROR)$/.test(code)) {
    return 'Mend user and password in the address, or let that user in.';
  }
  if (/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH)$/.test(code)) {
    return 'Check that it runs, and the host and port of the address.';
  }
  return 'Check that it runs, and the host, name, user and password of the address.';
}

async function examine(knex: Knex, mappingFile: string | undefined, folder: string): Promise<Finding[]> {
  if (mappingFile === undefined) return [await checkSchema(knex, {})];
  let tables: TableOptions;
  try {
    tables = await loadTables(mappingFile, folder);
  } catch (error) {
    return [ok(check, 'answers'), mappingUnusable(error)];
  }
  return [await checkSchema(knex, tables), await checkMappingOf(knex, tables)];
}

/** Whether the store's own tables are as this version needs them. */
async function checkSchema(knex: Knex, tables: TableOptions): Promise<Finding> {
  // Loaded here alone: `entrata-store/knex` needs knex, which the other commands do without.
  const { inspectSchema } = await import('entrata-store/knex');
  const { reason, refusal, applied, pending, ahead, problems } = await inspectSchema(knex, { tables });
  if (refusal !== undefined) return failed(check, `answers, but is refused: ${reason}`, printable(refusal));
  if (reason === 'not_migrated') {
    const found = applied.length === 0 ? 'holds none of our tables' : `lacks ${pending.join(', ')}`;
    const todo = 'Call `await migrate(knex)` when your server starts, or run `entrata migrate`.';
    return failed(check, `answers, but ${found}`, todo);
  }
  if (reason !== undefined) {
    const lines = problems.flatMap(({ name, column, problem, mend }) => [
      printable(`${[name, column].filter(Boolean).join('.')} ${problem}`),
      ...mend.map((sql) => `  ${sql.replaceAll('\n', '\n      ')};`),
    ]);
    const found = `answers, but ${problems.length} of our tables, columns or keys are not as this version needs them`;
    return failed(check, found, `\n    ${lines.join('\n    ')}`);
  }
  const newer = ahead.length === 0 ? '' : `; of a newer version: ${ahead.join(', ')}`;
  return ok(check, `answers; migrations applied: ${applied.join(', ') || 'none'}${newer}`);
}
