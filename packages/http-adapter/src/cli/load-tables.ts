import type { TableOptions } from 'entrata-store/knex';
import { loadModule } from './load-module.js';

/** The `tables` that a module of the user's exports: what is handed to `createKnexStore`. */
export async function loadTables(file: string, folder: string): Promise<TableOptions> {
  const { tables } = await loadModule(file, folder);
  if (typeof tables !== 'object' || tables === null) throw new TypeError('no tables');
  // What is no mapping is the store's to refuse.
  return tables as TableOptions;
}
