import type { TableOptions } from '../../src/knex/index.js';
import { snakeCase } from '../../src/knex/mapping/bound-column.js';
import type { TableSpec } from '../../src/rows/field.js';
import { schema, type TableKey } from '../../src/tables.js';

const specs: readonly (readonly [string, TableSpec])[] = Object.entries(schema);

/** A mapping as it was written for the first release: it says nothing of what came later. */
export const firstReleaseMapping: TableOptions = Object.fromEntries(
  specs.map(([key, { name }]) => [key, { name }]),
);

/** Every field that came later, and what is off without it. */
export const laterFields = specs.flatMap(([key, { fields }]) =>
  Object.entries(fields).flatMap(([field, { feature }]) =>
    // The keys of the schema are those of its tables.
    feature === undefined ? [] : [{ table: key as TableKey, field, column: snakeCase(field), feature }],
  ),
);
