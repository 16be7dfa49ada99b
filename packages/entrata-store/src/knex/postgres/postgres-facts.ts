import type { Knex } from 'knex';
import {
  byName,
  type ForeignKeyFacts,
  groupIndexes,
  type IndexColumnRow,
  numberOrNothing,
  type TableFacts,
} from '../dialect/table-facts.js';

type Row = Readonly<Record<string, unknown>>;

const columnsSql = `select column_name as name, udt_name as type, character_maximum_length as characters,
  datetime_precision as digits, is_nullable as nullable, column_default as preset, is_identity as identity
  from information_schema.columns where table_schema = current_schema() and table_name = ?`;

const indexesSql = `select i.indexrelid::text as key, a.attname as column, i.indisunique as unique
  from pg_index i
  cross join lateral unnest(i.indkey) with ordinality as part(attnum, place)
  join pg_attribute a on a.attrelid = i.indrelid and a.attnum = part.attnum
  where i.indrelid = to_regclass(quote_ident(current_schema()) || '.' || quote_ident(?))
  and i.indpred is null order by i.indexrelid, part.place`;

export async function describePostgresTable(query: Knex, table: string): Promise<TableFacts | undefined> {
  const { rows: columns } = (await query.raw(columnsSql, [table])) as { rows: readonly Row[] };
  if (columns.length === 0) return undefined;
  const { rows: indexes } = (await query.raw(indexesSql, [table])) as { rows: readonly IndexColumnRow[] };
  return {
    columns: byName(
      columns.map((row) => ({
        name: String(row.name),
        type: String(row.type),
        characters: numberOrNothing(row.characters),
        precision: numberOrNothing(row.digits),
        nullable: row.nullable === 'YES',
        hasDefault: row.preset !== null || row.nullable === 'YES' || row.identity === 'YES',
        charset: undefined,
        collation: undefined,
      })),
    ),
    indexes: groupIndexes(indexes),
  };
}

const foreignKeysSql = `select c.conname as name, t.relname as "table", a.attname as "column", f.relname as target
  from pg_constraint c
  join pg_class t on t.oid = c.conrelid
  join pg_class f on f.oid = c.confrelid
  join pg_namespace n on n.oid = t.relnamespace and n.nspname = current_schema()
  cross join lateral unnest(c.conkey) as part(attnum)
  join pg_attribute a on a.attrelid = c.conrelid and a.attnum = part.attnum
  where c.contype = 'f'`;

export async function findPostgresForeignKeys(query: Knex): Promise<readonly ForeignKeyFacts[]> {
  const { rows } = (await query.raw(foreignKeysSql)) as { rows: readonly ForeignKeyFacts[] };
  return rows;
}
