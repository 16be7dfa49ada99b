type OptionalKeys<T> = { [K in keyof T]: undefined extends T[K] ? K : never }[keyof T];

/** `T` with every key that may be undefined left out instead. */
export type WithoutUndefined<T> = Omit<T, OptionalKeys<T>> & {
  [K in OptionalKeys<T>]?: Exclude<T[K], undefined>;
};

/** Absent is absent: drops the keys whose value is undefined. */
export function omitUndefined<T extends object>(value: T): WithoutUndefined<T> {
  const result: Partial<T> = {};
  for (const key of Object.keys(value) as (keyof T)[]) {
    if (value[key] !== undefined) result[key] = value[key];
  }
  // Exactly the keys with a value were copied, which is what the type says.
  return result as unknown as WithoutUndefined<T>;
}
