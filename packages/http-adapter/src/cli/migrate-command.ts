import { Command } from 'commander';
import { isStoreError } from 'entrata-store';
import type { MappingProblem, SchemaStatus, TableOptions } from 'entrata-store/knex';
import type { Knex } from 'knex';
import { nameOf } from './doctor/finding.js';
import { openDatabase } from './doctor/open-database.js';
import { loadTables } from './load-tables.js';
import { describeMappingProblem } from './mapping-problem.js';
import { printable } from './table.js';
import { type Terminal, UsageError } from './terminal.js';

interface MigrateFlags {
  readonly database?: string;
  readonly mapping?: string;
  readonly status?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

/** `entrata migrate`: brings the store's tables up to what this version needs, or says what that would take. */
export function migrateCommand(terminal: Terminal, end: (status: number) => void): Command {
  return new Command('migrate')
    .summary("bring the store's tables up to date, or show what that takes")
    .description(
      "Create the store's tables, or bring them up to what this version needs: what `migrate(knex)` does at a " +
        "server's start.\nRead from the environment: DATABASE_URL. Status 1 when something is wrong, or with --status " +
        'when there is something to do.',
    )
    .option('--database <address>', 'postgres://…, mysql://… or a SQLite file')
    .option('--mapping <module>', 'a JavaScript module that exports the `tables` of createKnexStore')
    .option('--status', 'change nothing; say what was run, what is pending and what is wrong')
    .option('--dry-run', 'change nothing; print the SQL that would be run, for an administrator')
    .option('--json', 'print one JSON object')
    .action(async (flags: MigrateFlags) => end(await run(terminal, flags)));
}

async function run(terminal: Terminal, flags: MigrateFlags): Promise<number> {
  const address = flags.database ?? terminal.env.DATABASE_URL ?? '';
  if (address === '') {
    throw new UsageError('Give --database (or set DATABASE_URL): postgres://…, mysql://… or a SQLite file.');
  }
  if (flags.status && flags.dryRun) throw new UsageError('Give --status or --dry-run, not both.');
  const tables = flags.mapping === undefined ? {} : await readMapping(flags.mapping, terminal.folder);
  const changes = !flags.status && !flags.dryRun;
  // Only a migration may make a SQLite file; looking at one that is not there would.
  const knex = openDatabase(address, terminal.folder, { makesFile: changes });
  if ('todo' in knex) throw new UsageError(`--database (or DATABASE_URL): ${knex.found}. ${knex.todo}`);
  try {
    return await act(terminal, flags, knex, tables);
  } catch (error) {
    // A driver's message may hold a password; the store's holds neither values nor SQL but its own.
    throw isStoreError(error) ? error : new Error(`the database cannot be used: ${nameOf(error)}`);
  } finally {
    await knex.destroy();
  }
}

async function readMapping(file: string, folder: string): Promise<TableOptions> {
  try {
    return await loadTables(file, folder);
  } catch (error) {
    throw new UsageError(
      `--mapping cannot be used (${nameOf(error)}): give a JavaScript module that exports \`tables\`.`,
    );
  }
}

async function act(
  terminal: Terminal,
  flags: MigrateFlags,
  knex: Knex,
  tables: TableOptions,
): Promise<number> {
  // Loaded here alone: `entrata-store/knex` needs knex, which the other commands do without.
  const { checkMapping, inspectSchema, migrate } = await import('entrata-store/knex');
  const findWarnings = async () =>
    (await checkMapping(knex, tables)).filter(({ severity }) => severity === 'warning');
  if (flags.status || flags.dryRun) {
    const status = await inspectSchema(knex, { tables });
    const warnings = await findWarnings();
    if (flags.json) terminal.out(JSON.stringify({ ...status, warnings }));
    else terminal.out(flags.status ? describe(status, warnings) : script(status, warnings));
    if (flags.dryRun) return status.refusal === undefined ? 0 : 1;
    return status.reason === undefined && status.pending.length === 0 ? 0 : 1;
  }
  const report = await migrate(knex, { tables });
  const warnings = await findWarnings();
  if (flags.json) terminal.out(JSON.stringify({ ...report, warnings }));
  else {
    const done = [
      ...report.applied.map((step) => `ran ${step}`),
      ...report.mended.map((sql) => `mended: ${printable(sql)}`),
    ];
    terminal.out([...(done.length === 0 ? ['Nothing to do.'] : done), ...warn(warnings)].join('\n'));
  }
  return 0;
}

/** Of mapped tables, which are yours to change. */
const warn = (warnings: readonly MappingProblem[]) =>
  warnings.map((warning) => `warning: ${describeMappingProblem(warning)}`);

const list = (steps: readonly string[]) => steps.join(', ') || 'none';

function describe(
  { refusal, reason, applied, pending, ahead, problems }: SchemaStatus,
  warnings: readonly MappingProblem[],
): string {
  if (refusal !== undefined) return `refused: ${printable(refusal)}`;
  return [
    `applied: ${list(applied)}`,
    `pending: ${list(pending)}`,
    ...(ahead.length === 0 ? [] : [`of a newer version, which this one can work beside: ${list(ahead)}`]),
    ...problems.flatMap(({ name, column, problem, mend }) => [
      `wrong: ${printable([name, column].filter(Boolean).join('.'))} ${printable(problem)}`,
      ...mend.map((sql) => `    ${sql.replaceAll('\n', '\n    ')};`),
    ]),
    ...warn(warnings),
    reason === undefined ? 'This version can work with it.' : `This version cannot work with it: ${reason}.`,
  ].join('\n');
}

/** Comments and statements only, so that it can be handed to the database's own client. */
function script(
  { refusal, statements, problems }: SchemaStatus,
  warnings: readonly MappingProblem[],
): string {
  if (refusal !== undefined) return `-- refused: ${printable(refusal)}`;
  const byHand = problems.filter(({ mendedByMigrate }) => !mendedByMigrate);
  return [
    ...(statements.length === 0 ? ['-- Nothing to do.'] : statements.map((sql) => `${sql};`)),
    ...byHand.flatMap(({ name, column, problem, mend }) => [
      `-- Not run by migrate, yours to judge: ${printable(`${name}.${column} ${problem}`)}`,
      ...mend.map((sql) => `-- ${sql.replaceAll('\n', '\n-- ')};`),
    ]),
    ...warnings.map((warning) => `-- In a mapped table, yours to judge: ${describeMappingProblem(warning)}`),
  ].join('\n');
}
