/** A column as the database describes it. */
export interface ColumnFacts {
  readonly name: string;
  /** The bare type in lower case, e.g. `varchar`. */
  readonly type: string;
  /** Characters that always fit, of a text type with a bound. */
  readonly characters: number | undefined;
  /** Digits of a second, of a date type. */
  readonly precision: number | undefined;
  readonly nullable: boolean;
  /** Whether an INSERT may leave it out. */
  readonly hasDefault: boolean;
  readonly charset: string | undefined;
  readonly collation: string | undefined;
}

export interface TableFacts {
  readonly columns: ReadonlyMap<string, ColumnFacts>;
  /** The columns of each unique index, the primary key's among them. */
  readonly uniqueKeys: readonly (readonly string[])[];
}

/** Gathers (index, column) rows, in order, into the columns of each index. */
export function groupColumns(rows: readonly { readonly key: string; readonly column: string }[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const { key, column } of rows) groups.set(key, [...(groups.get(key) ?? []), column]);
  return [...groups.values()];
}

export const byName = (columns: readonly ColumnFacts[]): ReadonlyMap<string, ColumnFacts> =>
  new Map(columns.map((column) => [column.name, column]));

/** What the driver may give as a number, a text or nothing. */
export const numberOrNothing = (value: unknown): number | undefined =>
  value === null || value === undefined ? undefined : Number(value);
