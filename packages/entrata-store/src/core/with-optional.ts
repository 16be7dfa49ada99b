/** The same fields, of which those that may be undefined may be left out. */
export type WithOptional<T> = {
  readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: T[K];
};
