import type { Knex } from 'knex';
import type { ForeignKeyFacts } from '../dialect/table-facts.js';

// Every column is named here: MySQL 8 answers in capitals what MariaDB answers in lower case.
const sql = `select constraint_name as \`name\`, table_name as \`table\`, column_name as \`column\`,
  referenced_table_name as \`target\`
  from information_schema.key_column_usage
  where table_schema = database() and referenced_table_name is not null`;

export async function findMysqlForeignKeys(query: Knex): Promise<readonly ForeignKeyFacts[]> {
  const [rows] = (await query.raw(sql)) as [readonly ForeignKeyFacts[]];
  return rows;
}
