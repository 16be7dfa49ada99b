import type { Knex } from 'knex';
import type { Terminal } from '../terminal.js';
import { checkMappingOf, mappingLater } from './check-mapping.js';
import { type Finding, failed, nameOf, ok, skipped } from './finding.js';
import { openDatabase } from './open-database.js';

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
    const findings = [await findMigrations(opened)];
    if (mappingFile !== undefined) findings.push(await checkMappingOf(opened, mappingFile, folder));
    return findings;
  } catch (error) {
    return [failed(check, `cannot be used: ${nameOf(error)}`, adviceOn(nameOf(error))), ...later];
  } finally {
    await opened.destroy();
  }
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

async function findMigrations(knex: Knex): Promise<Finding> {
  if (!(await knex.schema.hasTable('entrata_migrations'))) {
    const todo = 'Call `await migrate(knex)` when your server starts.';
    return failed(check, 'answers, but holds none of our tables', todo);
  }
  const applied: string[] = await knex('entrata_migrations').pluck('id');
  return ok(check, `answers; migrations applied: ${applied.join(', ') || 'none'}`);
}
