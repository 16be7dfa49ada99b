import type { Knex } from 'knex';
import type { Dialect } from '../dialect/dialect.js';
import type { TableFacts } from '../dialect/table-facts.js';
import { translateError } from '../dialect/translate-error.js';
import type { BoundTable, BoundTables } from './bound-table.js';

/** Fields that the mapping says nothing of and the table has no column for; all of those of a table unseen. */
export const absentFields = (table: BoundTable, facts: TableFacts | undefined): readonly string[] =>
  [...table.assumed].filter(([, { column }]) => !facts?.columns.has(column)).map(([field]) => field);

/**
 * Asks the database which fields that came after the first release have a column in the mapped tables, and leaves out
 * the others: no statement names them, and they are absent in every row. A mapping that was written for an older
 * release so goes on as it is.
 */
export async function leaveOutAbsentFields(query: Knex, dialect: Dialect, bound: BoundTables): Promise<void> {
  try {
    for (const table of Object.values(bound))
      if (table.assumed.size > 0)
        table.leaveOut(absentFields(table, await dialect.describeTable(query, table.name)));
  } catch (error) {
    throw translateError(error, dialect, 'schema');
  }
}
