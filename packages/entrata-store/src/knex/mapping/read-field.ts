import { readInstant, unreadableInstant } from '../../core/instants.js';
import type { Field } from '../../rows/field.js';

/** What a field reads as, and whether that is all that stood there. */
export interface FieldReading {
  readonly value: unknown;
  readonly isWhole: boolean;
}

/** From what the driver gives to the field's value; anything else than the field's kind is no reading of it. */
export function readKind(field: Field): (stored: unknown) => unknown {
  switch (field.kind) {
    case 'id':
    case 'reference':
    case 'text':
      return (stored) => String(stored);
    case 'integer':
    case 'real':
      return (stored) => Number(stored);
    case 'instant':
      return (stored) => readInstant(Number(stored));
    case 'json':
      return (stored) => (typeof stored === 'string' ? JSON.parse(stored) : stored);
  }
}

function isReadable(field: Field, value: unknown): boolean {
  switch (field.kind) {
    case 'id':
    case 'reference':
    case 'text':
      return typeof value === 'string' && (field.values?.includes(value) ?? true);
    case 'integer':
    case 'real':
      return Number.isFinite(value);
    case 'instant':
      return typeof value === 'string' && readInstant(Date.parse(value)) === value;
    case 'json':
      return Array.isArray(value);
  }
}

/** Where a row must have a value. */
function emptyOf(field: Field): unknown {
  switch (field.kind) {
    case 'id':
    case 'reference':
    case 'text':
      return '';
    case 'integer':
    case 'real':
      return 0;
    case 'instant':
      return unreadableInstant;
    case 'json':
      return [];
  }
}

/**
 * Reads one value of one row. Other programs write mapped tables, and people write any: one value that cannot be
 * read must not hide its row, let alone the rows beside it.
 */
export function readField(field: Field, read: (stored: unknown) => unknown, stored: unknown): FieldReading {
  if (stored === null || stored === undefined)
    return field.optional
      ? { value: undefined, isWhole: true }
      : { value: field.fallback ?? emptyOf(field), isWhole: false };
  const value = attempt(read, stored);
  // The mapping's own translation may say that there is nothing.
  if (value.ok && value.read === undefined && field.optional) return { value: undefined, isWhole: true };
  if (!value.ok || !isReadable(field, value.read))
    return { value: field.fallback ?? (field.optional ? undefined : emptyOf(field)), isWhole: false };
  if (field.isItem === undefined) return { value: value.read, isWhole: true };
  const items = value.read as readonly unknown[];
  const readable = items.filter(field.isItem);
  return { value: readable, isWhole: readable.length === items.length };
}

function attempt(
  read: (stored: unknown) => unknown,
  stored: unknown,
): { readonly ok: true; readonly read: unknown } | { readonly ok: false } {
  try {
    return { ok: true, read: read(stored) };
  } catch {
    return { ok: false };
  }
}
