import type { BoundTable, BoundTables } from './bound-table.js';
import { indexName } from './create-index-sql.js';
import type { Dialect } from './dialect.js';

interface IndexSql {
  readonly name: string;
  readonly unique: boolean;
  readonly columns: string;
}

function indexesOf(table: BoundTable, dialect: Dialect): readonly IndexSql[] {
  const index = (fields: readonly string[], unique: boolean): IndexSql => {
    const columns = fields.map((field) => table.column(field).column);
    return {
      name: indexName(table.name, ...columns, unique ? 'key' : 'index'),
      unique,
      columns: columns.map(dialect.quote).join(', '),
    };
  };
  return [
    ...table.spec.unique.map((fields) => index(fields, true)),
    ...table.spec.indexes.map((fields) => index(fields, false)),
  ];
}

/**
 * The statements that create a table of ours with its indexes, each of which may be run again. Foreign keys
 * are declared towards tables of ours only: those of an existing schema belong to others.
 */
export function createTableSql(
  table: BoundTable,
  tables: BoundTables,
  dialect: Dialect,
  collation: string | undefined,
): readonly string[] {
  const lines = Object.entries(table.spec.fields).map(([name, field]) => {
    const { column, numericId } = table.column(name);
    const type = dialect.columnType(
      numericId ? { kind: 'integer', optional: field.optional } : field,
      collation,
    );
    const rule = field.kind === 'id' ? ' not null primary key' : field.optional ? '' : ' not null';
    return `${dialect.quote(column)} ${type}${rule}`;
  });
  for (const [name, field] of Object.entries(table.spec.fields)) {
    const target = field.to && tables[field.to];
    if (!target || target.mapping) continue;
    const { column } = table.column(name);
    lines.push(
      `foreign key (${dialect.quote(column)}) references ${dialect.quote(target.name)} (${dialect.quote(target.column('id').column)})`,
    );
  }
  const indexes = indexesOf(table, dialect);
  if (dialect.inlineIndexes) {
    for (const { name, unique, columns } of indexes)
      lines.push(`${unique ? 'unique ' : ''}index ${dialect.quote(name)} (${columns})`);
  }
  const create = `create table if not exists ${dialect.quote(table.name)} (\n  ${lines.join(',\n  ')}\n)${dialect.tableSuffix}`;
  if (dialect.inlineIndexes) return [create];
  return [
    create,
    ...indexes.map(
      ({ name, unique, columns }) =>
        `create ${unique ? 'unique ' : ''}index if not exists ${dialect.quote(name)} on ${dialect.quote(table.name)} (${columns})`,
    ),
  ];
}
