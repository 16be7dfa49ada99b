import type { Knex } from 'knex';
import type { ForeignKeyFacts } from '../dialect/table-facts.js';

// SQLite's foreign keys have no names, and none can be dropped.
const sql = `select '' as name, t.name as "table", f."from" as "column", f."table" as target
  from sqlite_master t join pragma_foreign_key_list(t.name) f where t.type = 'table'`;

export async function findSqliteForeignKeys(query: Knex): Promise<readonly ForeignKeyFacts[]> {
  return (await query.raw(sql)) as readonly ForeignKeyFacts[];
}
