import { clientsTable } from './clients/clients-table.js';
import { housesTable } from './houses/houses-table.js';
import { oauthCodesTable } from './oauth-codes/oauth-codes-table.js';
import { operatorsTable } from './operators/operators-table.js';
import { propertiesTable } from './properties/properties-table.js';
import type { Fields, RowOf, TypedTableSpec } from './rows/field.js';
import type { RowTable } from './rows/row-table.js';
import { usersTable } from './users/users-table.js';
import { viewingsTable } from './viewings/viewings-table.js';
import { webhooksTable } from './webhooks/webhooks-table.js';

/** All tables, each after those it refers to. The one place that lists them: all else is made of this. */
export const schema = {
  operators: operatorsTable,
  users: usersTable,
  clients: clientsTable,
  properties: propertiesTable,
  houses: housesTable,
  viewings: viewingsTable,
  webhooks: webhooksTable,
  oauthCodes: oauthCodesTable,
} as const;

export type Schema = typeof schema;
export type TableKey = keyof Schema;
export type RowOfTable<K extends TableKey> = RowOf<Schema[K]>;

// The keys are those written above.
export const tableKeys = Object.keys(schema) as readonly TableKey[];

/** One thing for each table. */
export function perTable<T>(make: (key: TableKey) => T): { readonly [K in TableKey]: T } {
  // Each key has its entry.
  return Object.fromEntries(tableKeys.map((key) => [key, make(key)])) as { [K in TableKey]: T };
}

/** The tables of one store, outside or inside a transaction. */
export type Tables = { readonly [K in TableKey]: RowTable<RowOfTable<K>> };

type Widths<S> = S extends TypedTableSpec<infer F extends Fields> ? Readonly<Record<keyof F, number>> : never;

/**
 * How many characters (UTF-16) each text holds, one of lists and records as JSON; infinite for what is no text.
 * A longer one is refused (`misuse`), never cut: cut what others wrote before it is stored. A column of a mapped
 * table may be narrower.
 */
export const textWidths = perTable((key) => {
  const fields: Fields = schema[key].fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, { width = Number.POSITIVE_INFINITY }]) => [name, width]),
  );
  // Each field of each table has its entry.
}) as { readonly [K in TableKey]: Widths<Schema[K]> };
