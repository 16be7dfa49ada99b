import { StoreError } from '../../core/errors.js';
import type { Dialect } from '../dialect/dialect.js';
import type { TableFacts } from '../dialect/table-facts.js';
import { indexName } from '../mapping/create-index-sql.js';
import type { OwnTables } from './own-tables.js';
import type { OwnTable, Step } from './step.js';

/** One statement of a step. */
export interface StepStatement {
  readonly table: OwnTable;
  /** As the step has it, with placeholders. */
  readonly template: string;
  readonly sql: string;
}

/** Types of a column that refers to a table of ours, or to one whose ids the database hands out. Frozen. */
const idTypes: Readonly<Record<Dialect['name'], { readonly ours: string; readonly database: string }>> = {
  sqlite: { ours: 'text', database: 'integer' },
  postgres: { ours: 'varchar(64) collate "C"', database: 'bigint' },
  mysql: { ours: 'varchar(64) character set utf8mb4 collate {collation}', database: 'bigint' },
};

function fillIn(template: string, own: OwnTables): string {
  const { dialect, bound, collation = '' } = own;
  const names = new Map(own.needed.map(({ key, name }) => [key as string, name]));
  const nameOf = (key: string) => {
    const name = names.get(key);
    if (name === undefined)
      throw new StoreError('misuse', `A migration names the table ${key}, which is not ours`);
    return name;
  };
  const foreignKey = /^\s*foreign key .* references \{(\w+)\}/;
  const quoted = (text: string) => text.replace(/"(\w+)"/g, (_, name: string) => dialect.quote(name));
  const idType = (key: string) => {
    const { ids } = bound[key as keyof typeof bound];
    return idTypes[dialect.name][ids];
  };
  return (
    template
      .split('\n')
      .map((line) => line.replace(/^ {4}/, ''))
      // Foreign keys are declared towards tables of ours only: those of an existing schema belong to others.
      .filter((line) => {
        const target = foreignKey.exec(line)?.[1];
        return target === undefined || names.has(target);
      })
      .map(quoted)
      .join('\n')
      .replace(/,(?=\n\))/g, '')
      .replace(/\{(\w+)\.id\}/g, (_, key: string) => quoted(idType(key)))
      .replace(/\{collation\}/g, collation)
      .replace(/\{(\w+):(\w+)\}/g, (_, key: string, rest: string) =>
        dialect.quote(indexName(nameOf(key), rest)),
      )
      .replace(/\{(\w+)\}/g, (_, key: string) => dialect.quote(nameOf(key)))
  );
}

/** The statements of a step that concern tables of ours, those of one table only if it is named. */
export function statementsOf(step: Step, own: OwnTables, only?: OwnTable): readonly StepStatement[] {
  const sql = step.sql[own.dialect.name];
  return own.needed
    .filter(({ key }) => only === undefined || key === only)
    .flatMap(({ key }) =>
      (sql[key] ?? []).map((template) => ({ table: key, template, sql: fillIn(template, own) })),
    );
}

/** All that makes one table as it is after these steps; an empty table has no rows to bring up to date. */
export const createTableSql = (own: OwnTables, table: OwnTable, steps: readonly Step[]): readonly string[] =>
  steps
    .filter(({ inBatches }) => !inBatches)
    .flatMap((step) => statementsOf(step, own, table))
    .map(({ sql }) => sql);

const sameColumns = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((name, place) => name === other[place]);

/** Whether the table has all that the statement would add; false for a statement that adds nothing we know of. */
export function isDone({ template }: StepStatement, facts: TableFacts | undefined): boolean {
  if (facts === undefined) return false;
  if (template.startsWith('create table')) return true;
  const column = /^alter table \{\w+\} add column "(\w+)"/.exec(template)?.[1];
  if (column !== undefined) return facts.columns.has(column);
  const [, unique, list] = /^create (unique )?index .*\((.*)\)$/.exec(template) ?? [];
  if (list === undefined) return false;
  const columns = [...list.matchAll(/"(\w+)"/g)].map(([, name = '']) => name);
  return hasIndex(facts, { unique: unique !== undefined, columns });
}

/** Whether the table has an index on just these columns, whatever it is called. */
export const hasIndex = (
  facts: TableFacts,
  wanted: { readonly unique: boolean; readonly columns: readonly string[] },
): boolean =>
  facts.indexes.some(
    ({ unique, columns }) => (unique || !wanted.unique) && sameColumns(columns, wanted.columns),
  );

/** The names of the columns that a step's CREATE TABLE gives this table. */
export function columnsCreatedBy(step: Step, engine: Dialect['name'], table: OwnTable): readonly string[] {
  const create = step.sql[engine][table]?.find((sql) => sql.startsWith('create table'));
  return [...(create ?? '').matchAll(/^\s*"(\w+)" /gm)].map(([, name = '']) => name);
}
