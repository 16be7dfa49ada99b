import type { Knex } from 'knex';
import { type TableKey, tableKeys } from '../tables.js';
import type { Dialect } from './dialect/dialect.js';
import type { TableFacts } from './dialect/table-facts.js';
import { translateError } from './dialect/translate-error.js';
import { dialectOf } from './dialect-of.js';
import { absentFields } from './mapping/absent-fields.js';
import { type BoundTable, bindTables } from './mapping/bound-table.js';
import { type ColumnProblem, checkColumn } from './mapping/check-column.js';
import { createIndexSql } from './mapping/create-index-sql.js';
import { otherColumns } from './mapping/table-columns.js';
import type { TableOptions } from './mapping/table-mapping.js';

/** Something that a mapped table lacks, or has otherwise than the mapping says. */
export interface MappingProblem extends ColumnProblem {
  /** The table's key in `tables`, or `session` for a setting of the connection. */
  readonly table: TableKey | 'session';
}

function missingKeys(table: BoundTable, facts: TableFacts, dialect: Dialect): ColumnProblem[] {
  // Not those that are NULL in our rows: to a unique index, two NULLs are two different values.
  const discriminators = Object.keys(table.where).filter((name) => table.where[name] !== null);
  return [['id'], ...table.spec.unique]
    .filter((fields) => fields.every((field) => table.columns.has(field)))
    .map((fields) => fields.map((field) => table.column(field).column))
    .filter(
      (columns) =>
        // A narrower key is as good; so is one that also spans the columns that mark our rows.
        !facts.indexes.some(
          (index) =>
            index.unique && index.columns.every((name) => [...columns, ...discriminators].includes(name)),
        ),
    )
    .map((columns) => ({
      severity: 'error',
      column: columns.join(', '),
      problem: 'has no unique index, without which two writers can both be first',
      alter: createIndexSql(table, columns, 'unique', dialect),
    }));
}

/** Indexes that the store's queries walk in tables of ours. */
function missingIndexes(table: BoundTable, facts: TableFacts, dialect: Dialect): ColumnProblem[] {
  const id = table.column('id').column;
  const isCovered = (columns: readonly string[]) => {
    // The id only settles the order of rows of one instant.
    const wanted = columns.filter((name) => name !== id);
    return facts.indexes.some((index) => {
      const own = index.columns.filter((name) => wanted.includes(name) || !(name in table.where));
      return wanted.every((name, place) => own[place] === name);
    });
  };
  return table.spec.indexes
    .filter((fields) => fields.every((field) => table.columns.has(field)))
    .map((fields) => fields.map((field) => table.column(field).column))
    .filter((columns) => !isCovered(columns))
    .map((columns) => ({
      severity: 'warning',
      column: columns.join(', '),
      problem: 'has no index, without which a query reads the whole table',
      alter: createIndexSql(table, columns, '', dialect),
    }));
}

/** Columns of theirs that every INSERT must name, and ours would not. */
function unwrittenColumns(table: BoundTable, facts: TableFacts): ColumnProblem[] {
  const written = new Set([
    ...[...table.columns.values()].map(({ column }) => column),
    ...otherColumns(table.mapping),
  ]);
  return [...facts.columns.values()]
    .filter(({ name, hasDefault }) => !hasDefault && !written.has(name))
    .map(({ name }) => ({
      severity: 'error',
      column: name,
      problem: 'is NOT NULL without default and nothing writes it: name it in `insert` or `mirror`',
    }));
}

function checkTable(
  table: BoundTable,
  facts: TableFacts | undefined,
  dialect: Dialect,
  collation: string | undefined,
): ColumnProblem[] {
  if (!facts) return [{ severity: 'error', column: '', problem: `the table ${table.name} does not exist` }];
  return [
    ...[...new Map([...table.columns, ...table.assumed])].flatMap(([name, bound]) =>
      checkColumn({ table, name, bound, facts: facts.columns.get(bound.column), dialect, collation }),
    ),
    ...otherColumns(table.mapping)
      .filter((column) => !facts.columns.has(column))
      .map((column): ColumnProblem => ({ severity: 'error', column, problem: 'does not exist' })),
    ...missingKeys(table, facts, dialect),
    ...missingIndexes(table, facts, dialect),
    ...unwrittenColumns(table, facts),
  ];
}

/**
 * Compares the mapped tables with the database and says what is wrong and which ALTER would mend it. It changes
 * nothing. With nothing mapped it looks at the session's settings alone. `migrate` refuses to start while there are
 * errors.
 * @throws StoreError `misuse` for a mapping that names what is no field, `unavailable` when the database is away.
 * @example
 * for (const { table, column, problem, alter } of await checkMapping(knex, tables)) console.log(table, column, problem, alter);
 */
export async function checkMapping(knex: Knex, tables: TableOptions): Promise<readonly MappingProblem[]> {
  const dialect = dialectOf(knex);
  const bound = bindTables(tables, dialect);
  try {
    const mapped = tableKeys.filter((key) => bound[key].mapping);
    const collation = mapped.length === 0 ? undefined : await dialect.binaryCollation(knex);
    let usesTimestamps = false;
    const problems: MappingProblem[] = [];
    for (const key of mapped) {
      const table = bound[key];
      const facts = await dialect.describeTable(knex, table.name);
      table.leaveOut(absentFields(table, facts));
      usesTimestamps ||= [...table.columns.values()].some(
        ({ column, datetime }) => datetime !== undefined && facts?.columns.get(column)?.type === 'timestamp',
      );
      problems.push(
        ...checkTable(table, facts, dialect, collation).map((problem) => ({ table: key, ...problem })),
      );
    }
    const session = await dialect.sessionProblem((sql) => knex.raw(sql), usesTimestamps);
    if (session) problems.push({ table: 'session', severity: 'error', column: '', problem: session });
    return problems;
  } catch (error) {
    throw translateError(error, dialect, 'checkMapping');
  }
}
