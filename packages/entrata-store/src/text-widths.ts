import { clientsTable } from './clients/clients-table.js';
import { housesTable } from './houses/houses-table.js';
import { operatorsTable } from './operators/operators-table.js';
import { propertiesTable } from './properties/properties-table.js';
import type { Fields, TypedTableSpec } from './rows/field.js';
import { usersTable } from './users/users-table.js';

function widthsOf<F extends Fields>({ fields }: TypedTableSpec<F>): Readonly<Record<keyof F, number>> {
  const widths = Object.entries(fields).map(([name, { width = Number.POSITIVE_INFINITY }]) => [name, width]);
  // Each field of the table has its entry.
  return Object.fromEntries(widths) as Record<keyof F, number>;
}

/**
 * How many characters (UTF-16) each text holds, one of lists and records as JSON; infinite for what is no text.
 * A longer one is refused (`misuse`), never cut: cut what others wrote before it is stored. A column of a mapped
 * table may be narrower.
 */
export const textWidths = {
  operators: widthsOf(operatorsTable),
  users: widthsOf(usersTable),
  clients: widthsOf(clientsTable),
  properties: widthsOf(propertiesTable),
  houses: widthsOf(housesTable),
} as const;
