/**
 * The month that many months after this one, `YYYY-MM`.
 *
 * @param {string} month `YYYY-MM`
 * @param {number} [by]
 */
export function monthAfter(month, by = 1) {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/**
 * `11-2026`, as the endpoint takes it.
 *
 * @param {string} month `YYYY-MM`
 */
export function monthForServer(month) {
  return `${month.slice(5)}-${month.slice(0, 4)}`;
}
