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

// Every column under a name of its own: MySQL heads an unaliased one in upper case, MariaDB in lower case.
const columnsSql = `select column_name as name, data_type as type, character_maximum_length as characters,
  character_octet_length as bytes, datetime_precision as digits, is_nullable as nullable,
  column_default as preset, extra as extra, character_set_name as charset, collation_name as collation
  from information_schema.columns where table_schema = database() and table_name = ?`;

const indexesSql = `select index_name as \`key\`, column_name as \`column\`, non_unique = 0 as \`unique\`
  from information_schema.statistics where table_schema = database() and table_name = ?
  order by index_name, seq_in_index`;

const textOrNothing = (value: unknown) => (value === null || value === undefined ? undefined : String(value));

/** TEXT is bounded in bytes, and a character takes up to four of them. */
function charactersOf(row: Row): number | undefined {
  const bytes = numberOrNothing(row.bytes);
  return String(row.type).endsWith('text') && bytes !== undefined
    ? Math.floor(bytes / 4)
    : numberOrNothing(row.characters);
}

export async function describeMysqlTable(query: Knex, table: string): Promise<TableFacts | undefined> {
  const [columns] = (await query.raw(columnsSql, [table])) as [readonly Row[]];
  if (columns.length === 0) return undefined;
  const [indexes] = (await query.raw(indexesSql, [table])) as [readonly IndexColumnRow[]];
  return {
    columns: byName(
      columns.map((row) => ({
        name: String(row.name),
        type: String(row.type).toLowerCase(),
        characters: charactersOf(row),
        precision: numberOrNothing(row.digits),
        nullable: row.nullable === 'YES',
        hasDefault:
          row.preset !== null || row.nullable === 'YES' || /auto_increment/i.test(String(row.extra)),
        charset: textOrNothing(row.charset),
        collation: textOrNothing(row.collation),
      })),
    ),
    indexes: groupIndexes(indexes),
  };
}

// Every column is named here: MySQL 8 answers in capitals what MariaDB answers in lower case.
const foreignKeysSql = `select constraint_name as \`name\`, table_name as \`table\`, column_name as \`column\`,
  referenced_table_name as \`target\`
  from information_schema.key_column_usage
  where table_schema = database() and referenced_table_name is not null`;

export async function findMysqlForeignKeys(query: Knex): Promise<readonly ForeignKeyFacts[]> {
  const [rows] = (await query.raw(foreignKeysSql)) as [readonly ForeignKeyFacts[]];
  return rows;
}
