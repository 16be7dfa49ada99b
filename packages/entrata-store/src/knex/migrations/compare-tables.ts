import type { Knex } from 'knex';
import { longTextWidth } from '../../rows/field.js';
import type { ColumnFacts, ForeignKeyFacts, TableFacts } from '../dialect/table-facts.js';
import type { NeededColumn, NeededIndex, NeededTable, OwnFacts, OwnTables } from './own-tables.js';
import { rebuildSqliteTable } from './rebuild-sqlite-table.js';
import { createTableSql, hasIndex } from './render-sql.js';
import type { OwnTable, Step } from './step.js';

/** Something in which a table of ours differs from what this version needs. */
export interface SchemaProblem {
  /** The table's key in `tables`, or `tasks`. */
  readonly table: OwnTable;
  /** The table's real name. */
  readonly name: string;
  /** Empty when it is the whole table. */
  readonly column: string;
  readonly problem: string;
  /** The statements that would mend it, in order; none where only its owner can tell. */
  readonly mend: readonly string[];
  /** Whether `migrate` runs them by itself: they add what is missing, and lose nothing. */
  readonly mendedByMigrate: boolean;
}

/** What is wrong with one table, but for its name. */
type Finding = Omit<SchemaProblem, 'table' | 'name'>;

const byHand = (column: string, problem: string, ...mend: readonly string[]): Finding => ({
  column,
  problem,
  mend,
  mendedByMigrate: false,
});

interface Looked {
  readonly own: OwnTables;
  readonly needed: NeededTable;
  readonly facts: TableFacts;
  readonly foreignKeys: readonly ForeignKeyFacts[];
  readonly steps: readonly Step[];
}

function checkColumn(looked: Looked, column: NeededColumn, facts: ColumnFacts | undefined): Finding[] {
  const { own, needed } = looked;
  const { quote, alter } = own.dialect;
  const { name, field, type } = column;
  if (facts === undefined) {
    const add = `alter table ${quote(needed.name)} add column ${quote(name)} ${type}`;
    if (field.optional)
      return [{ column: name, problem: 'does not exist', mend: [add], mendedByMigrate: true }];
    const problem =
      'does not exist, and what every row held there is lost: restore a backup, or fill it anew';
    return [byHand(name, problem, add)];
  }
  const retype = alter.retype(needed.name, name, type, field.optional);
  const findings: Finding[] = [];
  const isText = field.kind !== 'integer' && field.kind !== 'real' && field.kind !== 'instant';
  const width = field.width ?? longTextWidth;
  if (isText && facts.characters !== undefined && facts.characters < width)
    findings.push(byHand(name, `holds ${facts.characters} characters, ${width} are needed`, ...retype));
  if (isText && facts.collation !== undefined && facts.collation !== own.collation)
    findings.push(
      byHand(name, `is compared by ${facts.collation}, which takes different texts for one`, ...retype),
    );
  if (field.optional && !field.generated && !facts.nullable) {
    const allow = alter.allowNull(needed.name, name, type) ?? rebuildSqliteTable(own, needed, looked.steps);
    findings.push(byHand(name, 'is NOT NULL, although it may be absent', ...allow));
  }
  return findings;
}

function missingIndex({ own, needed, facts }: Looked, index: NeededIndex): Finding[] {
  if (hasIndex(facts, index)) return [];
  const { quote } = own.dialect;
  const columns = index.columns.map(quote).join(', ');
  const unique = index.unique ? 'unique ' : '';
  const why = index.unique
    ? 'has no unique index, without which two writers can both be first'
    : 'has no index, without which a query reads the whole table';
  const create = `create ${unique}index ${quote(index.name)} on ${quote(needed.name)} (${columns})`;
  return [{ column: index.columns.join(', '), problem: why, mend: [create], mendedByMigrate: true }];
}

/** Left from when the table it refers to was ours, or had another name: every new row would be refused. */
function staleForeignKeys(looked: Looked): Finding[] {
  const { own, needed, foreignKeys } = looked;
  const { alter } = own.dialect;
  return foreignKeys
    .filter(({ table, column }) => table === needed.name && needed.references.has(column))
    .filter(({ column, target }) => needed.references.get(column) !== target)
    .map(({ name, column, target }) => {
      const drop = alter.dropForeignKey(needed.name, name) ?? rebuildSqliteTable(own, needed, looked.steps);
      return byHand(column, `has a foreign key to ${target}, where its rows no longer are`, ...drop);
    });
}

/** Columns of others that every INSERT must name, and ours do not. */
function unwrittenColumns({ own, needed, facts }: Looked): Finding[] {
  const { alter } = own.dialect;
  return [...facts.columns.values()]
    .filter(({ name, hasDefault }) => !hasDefault && needed.columns.every((column) => column.name !== name))
    .map(({ name }) => {
      const problem = 'is NOT NULL without a default, and nothing writes it';
      return byHand(name, problem, ...(alter.allowNull(needed.name, name) ?? []));
    });
}

function compareTable(looked: Looked): Finding[] {
  const { needed, facts } = looked;
  const columns = needed.columns.flatMap((column) =>
    checkColumn(looked, column, facts.columns.get(column.name)),
  );
  return [
    ...columns,
    // An index on a column that is not there waits for the column.
    ...needed.indexes
      .filter((index) => index.columns.every((name) => facts.columns.has(name)))
      .flatMap((index) => missingIndex(looked, index)),
    ...staleForeignKeys(looked),
    ...unwrittenColumns(looked),
  ];
}

/** Compares the tables of ours with what this version needs. `steps` are those that made them. */
export async function compareTables(
  query: Knex,
  own: OwnTables,
  described: OwnFacts,
  steps: readonly Step[],
): Promise<readonly SchemaProblem[]> {
  const foreignKeys = await own.dialect.foreignKeys(query);
  return own.needed.flatMap((needed) => {
    const facts = described.get(needed.key);
    const findings = facts
      ? compareTable({ own, needed, facts, foreignKeys, steps })
      : [
          {
            column: '',
            problem: 'the table does not exist',
            mend: createTableSql(own, needed.key, steps),
            mendedByMigrate: true,
          },
        ];
    return findings.map((finding) => ({ table: needed.key, name: needed.name, ...finding }));
  });
}

/** Copying a table's rows is nothing to read in an error's message. */
const inWords = (mend: readonly string[]): readonly string[] =>
  mend.some((sql) => sql.startsWith('insert into'))
    ? ['    `entrata migrate --dry-run` prints the statements that make the table anew']
    : mend.map((sql) => `    ${sql};`);

/** One line a problem, with its statements below. Holds no data. */
export const describeProblems = (problems: readonly SchemaProblem[]): string =>
  problems
    .map(({ name, column, problem, mend }) =>
      [`- ${[name, column].filter(Boolean).join('.')} ${problem}`, ...inWords(mend)].join('\n'),
    )
    .join('\n');
