import type { NeededTable, OwnTables } from './own-tables.js';
import { createTableSql } from './render-sql.js';
import type { Step } from './step.js';

/**
 * SQLite drops no constraint: the table is made anew as the steps make it, and its rows are copied. For whoever owns
 * the database to run, while nothing else writes.
 */
export function rebuildSqliteTable(
  own: OwnTables,
  needed: NeededTable,
  steps: readonly Step[],
): readonly string[] {
  const { quote } = own.dialect;
  const made = `${needed.name}_new`;
  const renamed: OwnTables = {
    ...own,
    needed: own.needed.map((table) => (table.key === needed.key ? { ...table, name: made } : table)),
  };
  // A trigger goes with the table that it is on, like an index.
  const isOnTable = (sql: string) => /^create (unique index|index|trigger)/.test(sql);
  const sqlOf = (tables: OwnTables) => createTableSql(tables, needed.key, steps);
  const columns = needed.columns.map(({ name }) => quote(name)).join(', ');
  return [
    'pragma foreign_keys = off',
    'begin immediate',
    ...sqlOf(renamed).filter((sql) => !isOnTable(sql)),
    `insert into ${quote(made)} (${columns}) select ${columns} from ${quote(needed.name)}`,
    `drop table ${quote(needed.name)}`,
    `alter table ${quote(made)} rename to ${quote(needed.name)}`,
    ...sqlOf(own).filter(isOnTable),
    'commit',
    'pragma foreign_keys = on',
  ];
}
