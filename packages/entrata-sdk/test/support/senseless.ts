/** What is no number that an option can be. */
export const notANumber: readonly unknown[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -1,
  2 ** 31,
  2 ** 53,
  1e300,
  '5',
  '',
  'soon',
  {},
  [],
  true,
  () => 5,
  5n,
  Symbol('5'),
];
