/** The unique keys of one table: says whether a row would collide, without looking at every row. */
export interface UniqueKeys<R> {
  collides(row: R): boolean;
  add(row: R): void;
  drop(row: R): void;
}

export function createUniqueKeys<R extends { readonly id: string }>(
  keys: readonly (readonly string[])[],
): UniqueKeys<R> {
  const owners = keys.map((names) => ({ names, byKey: new Map<string, string>() }));

  /** Undefined when a part is absent: like NULL in SQL, it collides with nothing. */
  const keyOf = (row: R, names: readonly string[]): string | undefined => {
    const parts = names.map((name) => row[name as keyof R]);
    return parts.includes(undefined as R[keyof R]) ? undefined : JSON.stringify(parts);
  };

  return {
    collides: (row) =>
      owners.some(({ names, byKey }) => {
        const key = keyOf(row, names);
        const owner = key === undefined ? undefined : byKey.get(key);
        return owner !== undefined && owner !== row.id;
      }),
    add(row) {
      for (const { names, byKey } of owners) {
        const key = keyOf(row, names);
        if (key !== undefined) byKey.set(key, row.id);
      }
    },
    drop(row) {
      for (const { names, byKey } of owners) {
        const key = keyOf(row, names);
        if (key !== undefined && byKey.get(key) === row.id) byKey.delete(key);
      }
    },
  };
}
