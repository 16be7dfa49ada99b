import { StoreError } from '../../core/errors.js';
import type { TableSpec } from '../../rows/field.js';
import type { TableKey } from '../../tables.js';
import type { Dialect } from '../dialect/dialect.js';
import { type BoundColumn, bindColumn, snakeCase } from './bound-column.js';
import type { AnyTableMapping, ColumnMapping, TableOptions } from './table-mapping.js';

/** The columns in which the fields of one table live. */
export interface TableColumns {
  /** Of every field that has a column. */
  readonly columns: ReadonlyMap<string, BoundColumn>;
  /**
   * Of every field that came after the first release and of which the mapping says nothing: its author may not know
   * it, so the table may lack the column. Those that have none are left out of `columns`.
   */
  readonly assumed: ReadonlyMap<string, BoundColumn>;
  /** Of a field; `misuse` when it has none. */
  column(field: string): BoundColumn;
  /** The same; undefined for a field that came after the first release and has none: it is absent in every row. */
  findColumn(field: string): BoundColumn | undefined;
}

export const mappingOf = (tables: TableOptions, key: TableKey): AnyTableMapping | undefined => {
  const option = tables[key];
  return typeof option === 'object' ? option : undefined;
};

/** Columns that a mapping names for something else than a field of ours. */
export const otherColumns = (mapping: AnyTableMapping | undefined): readonly string[] => [
  ...Object.keys(mapping?.where ?? {}),
  ...Object.keys(mapping?.insert ?? {}),
  ...Object.keys(mapping?.mirror ?? {}),
];

/** Each field's column, as the mapping says; fields that it leaves out have their default names. */
export function bindColumns(spec: TableSpec, tables: TableOptions, dialect: Dialect) {
  // The schema's own keys, here and in its references.
  const mapping = mappingOf(tables, spec.key as TableKey);
  const chosen: Readonly<Record<string, ColumnMapping | undefined>> = mapping?.columns ?? {};
  for (const name of Object.keys(chosen)) {
    if (!spec.fields[name])
      throw new StoreError('misuse', `The mapping of ${spec.key} names ${name}, which is no field`);
  }
  const columns = new Map<string, BoundColumn>();
  const assumed = new Map<string, BoundColumn>();
  const taken = new Set(otherColumns(mapping));
  for (const [name, field] of Object.entries(spec.fields)) {
    const choice = name in chosen ? chosen[name] : undefined;
    if (choice === null) {
      if (field.optional) continue;
      throw new StoreError(
        'misuse',
        `${spec.key}.${name} is not optional: the mapping must give it a column`,
      );
    }
    const owner = (field.to ?? spec.key) as TableKey;
    const numericId = mappingOf(tables, owner)?.ids === 'database';
    // Ids that the database hands out are such numbers already.
    const counted = field.generated && mapping?.ids === 'database' ? columns.get('id')?.column : undefined;
    const bound = bindColumn(name, field, choice ?? counted ?? snakeCase(name), numericId, dialect);
    columns.set(name, bound);
    if (mapping && field.feature !== undefined && choice === undefined && !counted) assumed.set(name, bound);
    else taken.add(bound.column);
  }
  // The mapping was written for another use of that column, which goes on.
  for (const [name, { column }] of assumed) if (taken.has(column)) columns.delete(name);

  function findColumn(field: string): BoundColumn | undefined {
    const bound = columns.get(field);
    return bound || spec.fields[field]?.feature !== undefined ? bound : column(field);
  }
  function column(field: string): BoundColumn {
    const bound = columns.get(field);
    if (!bound) throw new StoreError('misuse', `${spec.key}.${field} has no column in this mapping`);
    return bound;
  }
  return { columns, assumed, column, findColumn };
}
