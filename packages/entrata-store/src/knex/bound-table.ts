import { StoreError } from '../errors.js';
import { checkValue, isWellFormed } from '../schema/check-value.js';
import type { Field, TableKey, TableSpec } from '../schema/field.js';
import { schema } from '../schema/tables.js';
import type { DatabaseValue, Dialect } from './dialect.js';
import type { ColumnMapping, TableMapping, TableOptions } from './table-mapping.js';

/** A field and the column it lives in. */
export interface BoundColumn {
  readonly column: string;
  read(stored: unknown): unknown;
  write(value: unknown): DatabaseValue;
  /** Whether any row could hold the value; a search for one that could not finds nothing. */
  canHold(value: unknown): boolean;
}

/** A table of the schema, bound to a real table. */
export interface BoundTable {
  readonly spec: TableSpec;
  readonly name: string;
  readonly ids: 'ours' | 'database';
  readonly mapped: boolean;
  readonly columns: ReadonlyMap<string, BoundColumn>;
  readonly where: Readonly<Record<string, DatabaseValue>>;
  readonly insert: Readonly<Record<string, DatabaseValue>>;
  /** Refuses unknown fields and values that the table could not give back; `whole` also asks for all fields. */
  encode(values: object, whole: boolean): Record<string, DatabaseValue>;
  /** From a row selected under the field names. */
  decode(row: Readonly<Record<string, unknown>>): Record<string, unknown>;
  column(field: string): BoundColumn;
  /** What to select: each column under its field's name. */
  readonly selection: Readonly<Record<string, string>>;
}

export type BoundTables = { readonly [K in TableKey]: BoundTable };

export const snakeCase = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function readDefault(field: Field): (stored: unknown) => unknown {
  switch (field.kind) {
    case 'id':
    case 'reference':
    case 'text':
      return (stored) => String(stored);
    case 'integer':
    case 'real':
      return (stored) => Number(stored);
    case 'instant':
      return (stored) => new Date(Number(stored)).toISOString();
    case 'json':
      return (stored) => (typeof stored === 'string' ? JSON.parse(stored) : stored);
  }
}

function writeDefault(field: Field, numericId: boolean): (value: unknown) => DatabaseValue {
  switch (field.kind) {
    case 'id':
    case 'reference':
      return numericId ? Number : String;
    case 'text':
      return String;
    case 'integer':
    case 'real':
      return Number;
    case 'instant':
      return (value) => Date.parse(String(value));
    case 'json':
      return (value) => JSON.stringify(value);
  }
}

function bindColumn(
  name: string,
  field: Field,
  mapping: ColumnMapping,
  numericId: boolean,
  dialect: Dialect,
) {
  const isId = field.kind === 'id' || field.kind === 'reference';
  const canHold = (value: unknown): boolean => {
    if (typeof value !== 'string') return true;
    if (isId && numericId) return /^(0|[1-9]\d{0,15})$/.test(value);
    return isWellFormed(value) && (dialect.keepsNul || !value.includes('\0'));
  };
  const given = typeof mapping === 'object' && mapping !== null ? mapping : undefined;
  // The mapping's author answers for the types of the two functions; `never` only keeps them free to choose.
  const write = given?.write as ((value: unknown) => DatabaseValue) | undefined;
  return {
    column: given?.column ?? (typeof mapping === 'string' ? mapping : snakeCase(name)),
    canHold,
    read: given?.read ?? readDefault(field),
    write: write ?? writeDefault(field, numericId),
  };
}

export function bindTable(key: TableKey, tables: TableOptions, dialect: Dialect): BoundTable {
  const spec: TableSpec = schema[key];
  const option = tables[key];
  const mapping: TableMapping | undefined = typeof option === 'object' ? option : undefined;
  const idsOf = (of: TableKey) => {
    const other = tables[of];
    return typeof other === 'object' ? (other.ids ?? 'ours') : 'ours';
  };
  const chosen: Readonly<Record<string, ColumnMapping>> = mapping?.columns ?? {};
  for (const name of Object.keys(chosen)) {
    if (!spec.fields[name])
      throw new StoreError('misuse', `The mapping of ${key} names ${name}, which is no field`);
  }

  const columns = new Map<string, BoundColumn>();
  for (const [name, field] of Object.entries(spec.fields)) {
    const choice = name in chosen ? chosen[name] : undefined;
    if (choice === null) {
      if (field.optional) continue;
      throw new StoreError('misuse', `${key}.${name} is not optional: the mapping must give it a column`);
    }
    const numericId = idsOf(field.kind === 'reference' ? (field.to ?? key) : key) === 'database';
    columns.set(name, bindColumn(name, field, choice ?? snakeCase(name), numericId, dialect));
  }

  function encode(values: object, whole: boolean): Record<string, DatabaseValue> {
    const row: Record<string, DatabaseValue> = {};
    for (const [name, value] of Object.entries(values)) {
      const field = spec.fields[name];
      if (!field) throw new StoreError('misuse', `${key}.${name} is not a field`);
      checkValue(`${key}.${name}`, field, value);
      const bound = columns.get(name);
      if (!bound) {
        if (value === undefined) continue;
        throw new StoreError('misuse', `${key}.${name} has no column in this mapping`);
      }
      if (value !== undefined && !bound.canHold(value))
        throw new StoreError(
          'misuse',
          `${key}.${name} holds a text this database cannot keep (NUL, or no id of its)`,
        );
      row[bound.column] = value === undefined ? null : bound.write(value);
    }
    if (whole) {
      for (const [name, field] of Object.entries(spec.fields))
        if (name !== 'id' && !(name in values)) checkValue(`${key}.${name}`, field, undefined);
    }
    return row;
  }

  return {
    spec,
    name: typeof option === 'string' ? option : (mapping?.name ?? spec.name),
    ids: mapping?.ids ?? 'ours',
    mapped: mapping !== undefined,
    columns,
    where: mapping?.where ?? {},
    insert: mapping?.insert ?? {},
    selection: Object.fromEntries([...columns].map(([name, { column }]) => [name, column])),
    encode,
    decode(row) {
      const values: Record<string, unknown> = {};
      for (const name of Object.keys(spec.fields)) {
        const stored = row[name];
        values[name] = stored === null || stored === undefined ? undefined : columns.get(name)?.read(stored);
      }
      return values;
    },
    column(field) {
      const bound = columns.get(field);
      if (!bound) throw new StoreError('misuse', `${key}.${field} has no column in this mapping`);
      return bound;
    },
  };
}

export function bindTables(tables: TableOptions, dialect: Dialect): BoundTables {
  const bind = (key: TableKey) => bindTable(key, tables, dialect);
  return {
    users: bind('users'),
    operators: bind('operators'),
    clients: bind('clients'),
    properties: bind('properties'),
    houses: bind('houses'),
    viewings: bind('viewings'),
    webhooks: bind('webhooks'),
    oauthCodes: bind('oauthCodes'),
  };
}
