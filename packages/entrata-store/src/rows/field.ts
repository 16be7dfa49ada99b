import type { Id, Instant } from '../core/ids.js';

export type FieldKind = 'id' | 'reference' | 'text' | 'integer' | 'real' | 'instant' | 'json';

/** One value of a row. `T` is what our code sees; the kind says how an engine keeps it. */
export interface Field<T = unknown> {
  readonly kind: FieldKind;
  /** Of a text, in characters. */
  readonly width?: number;
  readonly optional: boolean;
  /** The only texts it may hold. */
  readonly values?: readonly string[];
  /** Of a list kept as JSON: whether an element is one; others that a row holds are left out when it is read. */
  readonly isItem?: (item: unknown) => boolean;
  /** What is read where a row holds nothing readable; by default nothing, or an empty value of the kind. */
  readonly fallback?: unknown;
  /** Of a field that came after the first release: what is off in a mapped table that has no column for it. */
  readonly feature?: string;
  /** The table whose id a reference holds. */
  readonly to?: string;
  /** Handed out by the database, each number larger than all that the table holds; never written. */
  readonly generated?: true;
  /** Never set: carries the type. */
  readonly type?: T;
}

export type Fields = Readonly<Record<string, Field>>;

/** A table as we think of it: fields, unique keys, and an index for every query. */
export interface TableSpec {
  readonly key: string;
  readonly name: string;
  readonly fields: Fields;
  readonly unique: readonly (readonly string[])[];
  readonly indexes: readonly (readonly string[])[];
}

/** A table whose field names and types the compiler knows. */
export interface TypedTableSpec<F extends Fields> extends TableSpec {
  readonly fields: F;
}

export type RowOf<S> =
  S extends TypedTableSpec<infer F>
    ? { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never }
    : never;

/** Texts wider than any index: still bounded, so that one caller cannot fill the disk. */
export const longTextWidth = 1_000_000;

export const id = (): Field<Id> => ({ kind: 'id', optional: false, width: 64 });
export const reference = (to: string): Field<Id> => ({ kind: 'reference', optional: false, to, width: 64 });
export const text = (width: number): Field<string> => ({ kind: 'text', optional: false, width });
export const choice = <T extends string>(...values: readonly T[]): Field<T> => ({
  kind: 'text',
  optional: false,
  width: 32,
  values,
});
export const longText = (): Field<string> => ({ kind: 'text', optional: false, width: longTextWidth });
export const integer = (): Field<number> => ({ kind: 'integer', optional: false });
/** A number that the database gives each new row, in the order in which they came to it; absent in rows of others. */
export const sequence = (): Field<number | undefined> => ({
  kind: 'integer',
  optional: true,
  generated: true,
});
export const real = (): Field<number> => ({ kind: 'real', optional: false });
export const instant = (): Field<Instant> => ({ kind: 'instant', optional: false });
/** A list kept as JSON. */
export const jsonList = <T>(isItem: (item: unknown) => boolean): Field<readonly T[]> => ({
  kind: 'json',
  optional: false,
  width: longTextWidth,
  isItem,
});
export const optional = <T>(field: Field<T>): Field<T | undefined> => ({
  ...(field as Field<T | undefined>),
  optional: true,
});

/** A field that came after the first release. `feature` says in a few words what is off without its column. */
export const added = <T>(feature: string, field: Field<T | undefined>): Field<T | undefined> => ({
  ...field,
  optional: true,
  feature,
});

/**
 * Another program may have written a word that we do not know. It then reads as the one that has the least done:
 * nothing is published, sent or exchanged because of it.
 */
export const otherwise = <T>(fallback: NonNullable<T>, field: Field<T>): Field<T> => ({ ...field, fallback });

/** Keeps the literal field names, so that rows are typed and a misspelt key does not compile. */
export function table<F extends Fields>(spec: {
  readonly key: string;
  readonly name: string;
  readonly fields: F;
  readonly unique: readonly (readonly (keyof F & string)[])[];
  readonly indexes: readonly (readonly (keyof F & string)[])[];
}): TypedTableSpec<F> {
  return spec;
}
