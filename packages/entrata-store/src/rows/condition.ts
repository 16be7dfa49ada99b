import { StoreError } from '../core/errors.js';
import { checkInstant } from '../core/instants.js';

/** A condition on one field. A bare value means equal. */
export type Condition<T> = T | OneOf<T> | Within | Absent | IdOf;

/** Every field named here has to be met: one that is there but `undefined` is refused, not passed over. */
export type Where<R> = { readonly [K in keyof R]?: Condition<R[K]> };

/** The same, by the values of fields alone. */
export type Match<R> = { readonly [K in keyof R]?: R[K] | OneOf<R[K]> };

// Classes, so that a caller's value is never taken for a condition whatever its shape: as an id, `{ from: '' }`
// would match every row.

/** Equal to one of these; with `orAbsent` also without a value. */
export class OneOf<T> {
  readonly values: readonly NonNullable<T>[];
  readonly orAbsent: boolean;

  constructor(values: readonly NonNullable<T>[], { orAbsent = false } = {}) {
    if (!Array.isArray(values)) throw new StoreError('misuse', 'Several values are a list');
    this.values = values;
    this.orAbsent = orAbsent;
  }
}

/** An instant not before `from`, and before `before`. */
export class Within {
  readonly from: string | undefined;
  readonly before: string | undefined;

  constructor(bounds: { readonly from?: string; readonly before?: string }) {
    for (const [name, instant] of Object.entries(bounds)) checkInstant(name, instant);
    this.from = bounds.from;
    this.before = bounds.before;
  }
}

/** Has no value. */
export class Absent {
  // Told from other classes by more than its name.
  readonly isAbsent = true;
}

/** The id of a row of another table that matches. */
export class IdOf<R = unknown> {
  /** The key of that table. */
  readonly table: string;
  readonly where: Where<R>;

  constructor(table: string, where: Where<R>) {
    this.table = table;
    this.where = where;
  }
}

/** What was given of a filter; what was left out is no condition. */
export function given<T extends object>(filter: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(filter).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
