import type { Instant } from '../../core/ids.js';
import { readSettings } from '../../core/settings.js';
import { isWellFormed } from '../../core/texts.js';
import type { Field } from '../../rows/field.js';
import type { Dialect, InstantOrder } from '../dialect/dialect.js';
import { orderByInstant } from '../dialect/instant-order.js';
import type { DatabaseValue } from '../dialect/sql.js';
import { type FieldReading, readField, readKind } from './read-field.js';
import type { ColumnMapping, ColumnOptions } from './table-mapping.js';

/** A field and the column it lives in. */
export interface BoundColumn {
  readonly column: string;
  /** What the values are checked by; its width may be that of a narrower column. */
  readonly field: Field;
  /** Holds an id that a database hands out. */
  readonly numericId: boolean;
  /** SQL that selects what `read` reads. */
  readonly select: string;
  /** SQL of the milliseconds since 1970, of an instant. */
  readonly selectMs: string;
  readonly datetime: 0 | 3 | undefined;
  /** Of an instant: how rows are paged by it. */
  readonly order: InstantOrder | undefined;
  /** What stands there as the field's value; never throws. */
  read(stored: unknown): FieldReading;
  write(value: unknown): DatabaseValue;
  /** Whether any row could hold the value; a search for one that could not finds nothing. */
  canHold(value: unknown): boolean;
}

export const snakeCase = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

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

/** Of years before it, engines know some, and none of them knows all. */
const earliestDatetime: Instant = '1000-01-01T00:00:00.000Z';

/** `2026-03-08 08:00:00.123`: every engine reads it, and cutting it here leaves nothing for the server to round. */
const writeDatetime = (digits: 0 | 3, dialect: Dialect) => (value: unknown) =>
  new Date(String(value))
    .toISOString()
    .replace('T', ' ')
    .slice(0, digits === 0 ? 19 : 23) + dialect.utcSuffix;

export function bindColumn(
  name: string,
  field: Field,
  mapping: ColumnMapping,
  numericId: boolean,
  dialect: Dialect,
): BoundColumn {
  const given = typeof mapping === 'object' && mapping !== null ? mapping : undefined;
  const options: Partial<ColumnOptions> = readSettings('columnMapping', given, name);
  const column = options.column ?? (typeof mapping === 'string' ? mapping : snakeCase(name));
  const quoted = dialect.quote(column);
  const isDatetime = field.kind === 'instant' && options.datetime !== undefined;
  const selectMs = isDatetime ? dialect.readMs(quoted) : quoted;
  const isId = field.kind === 'id' || field.kind === 'reference';
  // The mapping's author answers for the type that `write` takes; `never` only leaves it free.
  const read = options.read ?? readKind(field);
  const write = options.write as ((value: unknown) => DatabaseValue) | undefined;
  return {
    column,
    numericId: isId && numericId,
    field: options.width === undefined ? field : { ...field, width: options.width },
    select: isDatetime && !options.read ? selectMs : quoted,
    selectMs,
    datetime: isDatetime ? options.datetime : undefined,
    order: field.kind === 'instant' ? orderByInstant(quoted, isDatetime, dialect) : undefined,
    read: (stored) => readField(field, read, stored),
    write:
      write ?? (isDatetime ? writeDatetime(options.datetime ?? 3, dialect) : writeDefault(field, numericId)),
    canHold(value) {
      if (typeof value !== 'string') return true;
      // Past 2^53 a number would stand for its neighbours too.
      if (isId && numericId) return /^(0|[1-9]\d*)$/.test(value) && Number.isSafeInteger(Number(value));
      if (isDatetime && !options.write && !(value >= earliestDatetime)) return false;
      return isWellFormed(value) && (dialect.keepsNul || !value.includes('\0'));
    },
  };
}
