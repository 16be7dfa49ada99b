import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Field } from '../../rows/field.js';
import { type TableKey, tableKeys } from '../../tables.js';
import type { Dialect } from '../dialect/dialect.js';
import type { TableFacts } from '../dialect/table-facts.js';
import { type BoundTables, bindTables } from '../mapping/bound-table.js';
import { indexName } from '../mapping/create-index-sql.js';
import { type TableOptions, tasksTableName } from '../mapping/table-mapping.js';
import { tasksTable } from '../tasks/tasks-table.js';
import type { OwnTable } from './step.js';

export interface NeededColumn {
  readonly name: string;
  readonly field: Field;
  readonly type: string;
}

export interface NeededIndex {
  readonly name: string;
  readonly unique: boolean;
  readonly columns: readonly string[];
}

/** What this version needs of a table of ours. */
export interface NeededTable {
  readonly key: OwnTable;
  readonly name: string;
  readonly columns: readonly NeededColumn[];
  readonly indexes: readonly NeededIndex[];
  /** Of a column that holds the id of another table: that table's name, ours or mapped. */
  readonly references: ReadonlyMap<string, string>;
}

/** The tables of ours under one choice of names and mappings. */
export interface OwnTables {
  readonly dialect: Dialect;
  readonly bound: BoundTables;
  readonly collation: string | undefined;
  /** Those that are not mapped, each after those it refers to. */
  readonly needed: readonly NeededTable[];
  /** Stands in the log's ids: another choice of names or mappings is other tables, which have yet to be created. */
  readonly digest: string;
}

function neededTable(bound: BoundTables, key: TableKey, own: Pick<OwnTables, 'dialect' | 'collation'>) {
  const { dialect, collation } = own;
  const table = bound[key];
  const fields = Object.entries(table.spec.fields);
  const columnsOf = (names: readonly string[]) => names.map((name) => table.column(name).column);
  const index = (names: readonly string[], unique: boolean): NeededIndex => {
    const columns = columnsOf(names);
    return { name: indexName(table.name, ...columns, unique ? 'key' : 'index'), unique, columns };
  };
  return {
    key,
    name: table.name,
    columns: fields.map(([name, field]) => {
      const { column, numericId } = table.column(name);
      const typed: Field = numericId ? { kind: 'integer', optional: field.optional } : field;
      return { name: column, field: typed, type: dialect.columnType(typed, collation) };
    }),
    indexes: [
      index(['id'], true),
      ...table.spec.unique.map((names) => index(names, true)),
      ...table.spec.indexes.map((names) => index(names, false)),
    ],
    references: new Map(
      // References of the schema are to tables of it.
      fields.flatMap(([name, { to }]) =>
        to === undefined ? [] : [[table.column(name).column, bound[to as TableKey].name] as const],
      ),
    ),
  } satisfies NeededTable;
}

function neededTasks(name: string, { dialect, collation }: Pick<OwnTables, 'dialect' | 'collation'>) {
  const indexes = [{ on: ['id'], unique: true }, ...tasksTable.indexes];
  return {
    key: 'tasks',
    name,
    columns: Object.entries(tasksTable.columns).map(([column, field]) => ({
      name: column,
      field,
      type: dialect.columnType(field, collation),
    })),
    indexes: indexes.map(({ on, unique }) => ({ name: indexName(name, ...on), unique, columns: on })),
    references: new Map(),
  } satisfies NeededTable;
}

export async function findOwnTables(
  query: Knex,
  dialect: Dialect,
  options: TableOptions,
): Promise<OwnTables> {
  const bound = bindTables(options, dialect);
  const shared = { dialect, collation: await dialect.binaryCollation(query) };
  const needed = [
    ...tableKeys.filter((key) => !bound[key].mapping).map((key) => neededTable(bound, key, shared)),
    neededTasks(tasksTableName(options), shared),
  ];
  const names = JSON.stringify(needed.map(({ name }) => name));
  const digest = createHash('sha256').update(names).digest('hex').slice(0, 12);
  return { ...shared, bound, needed, digest };
}

export type OwnFacts = ReadonlyMap<OwnTable, TableFacts | undefined>;

/** The tables of ours as they are: all of them, or those that are named. */
export async function describeOwnTables(
  query: Knex,
  { dialect, needed }: OwnTables,
  only: readonly string[] = needed.map(({ key }) => key),
): Promise<OwnFacts> {
  const facts = new Map<OwnTable, TableFacts | undefined>();
  for (const { key, name } of needed)
    if (only.includes(key)) facts.set(key, await dialect.describeTable(query, name));
  return facts;
}
