import type { Knex } from 'knex';
import {
  byName,
  type ForeignKeyFacts,
  groupIndexes,
  type IndexColumnRow,
  type TableFacts,
} from '../dialect/table-facts.js';

type Row = Readonly<Record<string, unknown>>;

const indexesSql = `select l.name as "key", i.name as "column", l."unique" as "unique" from pragma_index_list(?) as l
  join pragma_index_info(l.name) as i where l.partial = 0 order by l.name, i.seqno`;

/** SQLite bounds no text, whatever width a column was declared with. */
export async function describeSqliteTable(query: Knex, table: string): Promise<TableFacts | undefined> {
  const columns: readonly Row[] = await query.raw('select * from pragma_table_info(?)', [table]);
  if (columns.length === 0) return undefined;
  const indexes: readonly IndexColumnRow[] = await query.raw(indexesSql, [table]);
  const primary = columns.filter((row) => Number(row.pk) > 0).map((row) => String(row.name));
  return {
    columns: byName(
      columns.map((row) => ({
        name: String(row.name),
        type: String(row.type).toLowerCase().replace(/\(.*/, ''),
        characters: undefined,
        precision: undefined,
        nullable: row.notnull === 0,
        hasDefault:
          row.notnull === 0 || row.dflt_value !== null || (primary.length === 1 && Number(row.pk) > 0),
        charset: undefined,
        collation: undefined,
      })),
    ),
    indexes: [...groupIndexes(indexes), ...(primary.length > 0 ? [{ unique: true, columns: primary }] : [])],
  };
}

// SQLite's foreign keys have no names, and none can be dropped.
const foreignKeysSql = `select '' as name, t.name as "table", f."from" as "column", f."table" as target
  from sqlite_master t join pragma_foreign_key_list(t.name) f where t.type = 'table'`;

export async function findSqliteForeignKeys(query: Knex): Promise<readonly ForeignKeyFacts[]> {
  return (await query.raw(foreignKeysSql)) as readonly ForeignKeyFacts[];
}
