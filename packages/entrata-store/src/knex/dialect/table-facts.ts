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
  readonly indexes: readonly IndexFacts[];
}

/** An index, the primary key's among them. */
export interface IndexFacts {
  readonly unique: boolean;
  readonly columns: readonly string[];
}

/** One column of a foreign key. */
export interface ForeignKeyFacts {
  /** Empty where the engine gives it none. */
  readonly name: string;
  readonly table: string;
  readonly column: string;
  /** The table that it refers to. */
  readonly target: string;
}

/** One column of an index, as the databases list them. */
export interface IndexColumnRow {
  readonly key: string;
  readonly column: string;
  readonly unique: unknown;
}

/** Gathers the columns of each index, which come in order. */
export function groupIndexes(rows: readonly IndexColumnRow[]): IndexFacts[] {
  const groups = new Map<string, { unique: boolean; columns: string[] }>();
  for (const { key, column, unique } of rows) {
    const index = groups.get(key) ?? { unique: Boolean(unique), columns: [] };
    index.columns.push(column);
    groups.set(key, index);
  }
  return [...groups.values()];
}

export const byName = (columns: readonly ColumnFacts[]): ReadonlyMap<string, ColumnFacts> =>
  new Map(columns.map((column) => [column.name, column]));

/** What the driver may give as a number, a text or nothing. */
export const numberOrNothing = (value: unknown): number | undefined =>
  value === null || value === undefined ? undefined : Number(value);
