import type { Knex } from 'knex';
import type { ForeignKeyFacts } from '../dialect/table-facts.js';

const sql = `select c.conname as name, t.relname as "table", a.attname as "column", f.relname as target
  from pg_constraint c
  join pg_class t on t.oid = c.conrelid
  join pg_class f on f.oid = c.confrelid
  join pg_namespace n on n.oid = t.relnamespace and n.nspname = current_schema()
  cross join lateral unnest(c.conkey) as part(attnum)
  join pg_attribute a on a.attrelid = c.conrelid and a.attnum = part.attnum
  where c.contype = 'f'`;

export async function findPostgresForeignKeys(query: Knex): Promise<readonly ForeignKeyFacts[]> {
  const { rows } = (await query.raw(sql)) as { rows: readonly ForeignKeyFacts[] };
  return rows;
}
