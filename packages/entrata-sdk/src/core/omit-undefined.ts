type OptionalKeys<T> = { [K in keyof T]: undefined extends T[K] ? K : never }[keyof T];

/** `T` with every key that may be undefined left out instead. */
export type WithoutUndefined<T> = Omit<T, OptionalKeys<T>> & {
  [K in OptionalKeys<T>]?: Exclude<T[K], undefined>;
};

/** Absent is absent: drops the keys whose value is undefined. */
export function omitUndefined<T extends object>(value: T): WithoutUndefined<T> {
  for (const key in value) {
    if (value[key] === undefined) return withoutUndefined(value);
  }
  // Every key has a value, which is what the type says.
  return value as unknown as WithoutUndefined<T>;
}

function withoutUndefined<T extends object>(value: T): WithoutUndefined<T> {
  const result: Partial<T> = {};
  for (const key in value) {
    if (value[key] !== undefined) result[key] = value[key];
  }
  // Exactly the keys with a value were copied.
  return result as unknown as WithoutUndefined<T>;
}
