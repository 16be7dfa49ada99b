import { givenEntries } from '../../core/check-option.js';
import { StoreError } from '../../core/errors.js';
import { readSettings } from '../../core/settings.js';
import type { UnreadableValue } from '../../core/unreadable.js';
import { checkValue } from '../../rows/check-value.js';
import type { TableSpec } from '../../rows/field.js';
import { perTable, schema, type TableKey } from '../../tables.js';
import type { Dialect } from '../dialect/dialect.js';
import type { DatabaseValue } from '../dialect/sql.js';
import { bindColumns, mappingOf, type TableColumns } from './table-columns.js';
import type { AnyTableMapping, TableOptions } from './table-mapping.js';

type Columns = Readonly<Record<string, DatabaseValue>>;

/** A table of the schema, bound to a real table. */
export interface BoundTable extends TableColumns {
  readonly spec: TableSpec;
  readonly name: string;
  /** Undefined for a table of ours. */
  readonly mapping: AnyTableMapping | undefined;
  readonly ids: 'ours' | 'database';
  /** Goes on without the columns of these fields: the table has none. Before the first statement only. */
  leaveOut(fields: readonly string[]): void;
  /** Columns that tell our rows from those of others. */
  readonly where: Columns;
  /** Refuses unknown fields and values that the table could not give back. */
  encode(values: object): Record<string, DatabaseValue>;
  /** All columns of a new row, but for an id that the database gives. */
  encodeNew(values: object, newId: () => string): Record<string, DatabaseValue>;
  /** The select list: each column under its field's name. */
  readonly selection: string;
  /**
   * From a row selected by {@link selection}, value by value: what cannot be read reads as the field's fallback, and
   * `onUnreadable` is told.
   */
  decode(row: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** One field's value alone. */
  readValue(field: string, stored: unknown): unknown;
}

export type BoundTables = { readonly [K in TableKey]: BoundTable };

export type OnUnreadable = (value: UnreadableValue) => void;

export function bindTable(
  key: TableKey,
  tables: TableOptions,
  dialect: Dialect,
  onUnreadable: OnUnreadable,
): BoundTable {
  const spec: TableSpec = schema[key];
  const option = tables[key];
  const mapping = mappingOf(tables, key);
  const { ids, ...settings } = readSettings('tableMapping', mapping, key);
  const { columns, assumed, column, findColumn } = bindColumns(spec, tables, dialect);
  const mirrors = Object.entries(settings.mirror ?? {}).filter(([, mirror]) => mirror !== undefined);
  const where: Columns = Object.fromEntries(givenEntries(settings.where));
  const constants: Columns = Object.fromEntries(givenEntries(settings.insert));

  /** Made once, not for every row. */
  const arrange = () => ({
    selection: [...columns].map(([name, { select }]) => `${select} as ${dialect.quote(name)}`).join(', '),
    readers: Object.keys(spec.fields).map((name) => [name, columns.get(name)] as const),
  });
  let arranged = arrange();
  /** Of a new row: written as NULL, whatever default the column has. */
  const absent = Object.fromEntries(
    Object.keys(spec.fields).flatMap((name) => (name === 'id' ? [] : [[name, undefined]])),
  );

  function encode(values: object): Record<string, DatabaseValue> {
    const row: Record<string, DatabaseValue> = {};
    for (const [name, value] of Object.entries(values)) {
      const field = spec.fields[name];
      if (!field) throw new StoreError('misuse', `${key}.${name} is not a field`);
      if (field.generated) continue;
      if (field.optional && !columns.has(name)) {
        // Not kept, and as wrong as it would be in another database.
        checkValue(`${key}.${name}`, field, value);
        continue;
      }
      const bound = column(name);
      checkValue(`${key}.${name}`, bound.field, value);
      if (value !== undefined && !bound.canHold(value))
        throw new StoreError(
          'misuse',
          `${key}.${name} holds what this database cannot keep (a NUL, or no id of its)`,
        );
      row[bound.column] = value === undefined ? null : bound.write(value);
    }
    for (const [mirror, { of, write }] of mirrors) {
      if (of in values) row[mirror] = write(values[of as keyof typeof values] as never);
    }
    return row;
  }

  return {
    spec,
    name: typeof option === 'string' ? option : (settings.name ?? spec.name),
    mapping,
    ids,
    columns,
    assumed,
    column,
    findColumn,
    leaveOut(fields) {
      for (const field of fields) columns.delete(field);
      arranged = arrange();
    },
    where,
    encode,
    encodeNew(values, newId) {
      const id = ids === 'ours' ? { [column('id').column]: newId() } : {};
      return { ...constants, ...encode({ ...absent, ...values }), ...where, ...id };
    },
    get selection() {
      return arranged.selection;
    },
    readValue: (field, stored) => findColumn(field)?.read(stored).value,
    decode(row) {
      const values: Record<string, unknown> = {};
      for (const [name, bound] of arranged.readers) {
        const reading = bound?.read(row[name]);
        values[name] = reading?.value;
        if (reading && !reading.isWhole) onUnreadable({ table: key, id: String(row.id), field: name });
      }
      return values;
    },
  };
}

export function bindTables(
  tables: TableOptions,
  dialect: Dialect,
  onUnreadable: OnUnreadable = () => {},
): BoundTables {
  for (const key of Object.keys(tables))
    if (key !== 'tasks' && !(key in schema))
      throw new StoreError('misuse', `tables.${key} is no table of the store`);
  return perTable((key) => bindTable(key, tables, dialect, onUnreadable));
}

/** What the coarsest date column of a mapping keeps. */
export const instantPrecisionMs = (tables: BoundTables): 1 | 1_000 =>
  Object.values(tables).some(({ columns }) => [...columns.values()].some(({ datetime }) => datetime === 0))
    ? 1_000
    : 1;
