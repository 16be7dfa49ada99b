import type { Knex } from 'knex';
import type { DatabaseAddress } from './databases.js';

type Rows = readonly Readonly<Record<string, unknown>>[];

const postgresSql = {
  columns: `select table_name, column_name, ordinal_position, column_default, is_nullable, udt_name,
    character_maximum_length, collation_name from information_schema.columns
    where table_schema = current_schema() order by 1, 3`,
  indexes:
    'select tablename, indexname, indexdef from pg_indexes where schemaname = current_schema() order by 1, 2',
  constraints: `select conrelid::regclass::text as tablename, conname, pg_get_constraintdef(oid) as definition
    from pg_constraint where connamespace = (select oid from pg_namespace where nspname = current_schema()) order by 1, 2`,
};

const mysqlSql = {
  columns: `select table_name, column_name, ordinal_position, column_default, is_nullable, column_type, extra,
    character_set_name, collation_name from information_schema.columns where table_schema = database() order by 1, 3`,
  indexes: `select table_name, index_name, seq_in_index, column_name, non_unique, sub_part
    from information_schema.statistics where table_schema = database() order by 1, 2, 3`,
  constraints: `select table_name, constraint_name, column_name, referenced_table_name, referenced_column_name
    from information_schema.key_column_usage where table_schema = database() order by 1, 2, 3`,
  tables: `select table_name, engine, table_collation from information_schema.tables
    where table_schema = database() order by 1`,
};

/** All that a database says about its tables, as text that can be compared with another's. */
export async function schemaOf(knex: Knex, address: DatabaseAddress): Promise<string> {
  const answers: Rows[] = [];
  switch (address.name) {
    case 'sqlite': {
      const rows: Rows = await knex.raw('select type, name, sql from sqlite_master order by 1, 2');
      // Knex quotes in its own way, and `.dump` writes some tables with IF NOT EXISTS.
      answers.push(
        rows.map(({ sql, ...row }) => ({
          ...row,
          sql: String(sql)
            .replaceAll('`', '"')
            .replace(/ if not exists/i, ''),
        })),
      );
      break;
    }
    case 'postgres':
      for (const sql of Object.values(postgresSql)) answers.push((await knex.raw(sql)).rows);
      break;
    case 'mariadb':
      for (const sql of Object.values(mysqlSql)) answers.push((await knex.raw(sql))[0]);
  }
  const own = 'schema' in address ? address.schema : 'database' in address ? address.database : '';
  const text = JSON.stringify(answers, undefined, 1);
  return own === '' ? text : text.replaceAll(own, 'own');
}
