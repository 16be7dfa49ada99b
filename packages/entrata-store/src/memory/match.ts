import type { Condition, Where } from '../row-table.js';
import type { HouseRow } from '../schema/tables.js';

type Comparable = string | number;

const isBefore = (a: unknown, b: unknown) => (a as Comparable) < (b as Comparable);

function holds(
  condition: Condition<unknown>,
  value: unknown,
  houseIds: (where: Where<HouseRow>) => ReadonlySet<string>,
): boolean {
  if (typeof condition !== 'object' || condition === null) return value === condition;
  if ('in' in condition) return value !== undefined && (condition.in as readonly unknown[]).includes(value);
  if ('houseWhere' in condition)
    return houseIds(condition.houseWhere as Where<HouseRow>).has(value as string);
  const { from, to, before } = condition as { from?: unknown; to?: unknown; before?: unknown };
  if (from === undefined && to === undefined && before === undefined) return true;
  return (
    value !== undefined &&
    (from === undefined || !isBefore(value, from)) &&
    (to === undefined || !isBefore(to, value)) &&
    (before === undefined || isBefore(value, before))
  );
}

/** Makes a `Where` into a test of rows; sub-queries run once. */
export function matcher<R>(
  where: Where<R>,
  houseIds: (where: Where<HouseRow>) => ReadonlySet<string>,
): (row: R) => boolean {
  const found = new Map<Where<HouseRow>, ReadonlySet<string>>();
  const once = (inner: Where<HouseRow>) => {
    const ids = found.get(inner) ?? houseIds(inner);
    found.set(inner, ids);
    return ids;
  };
  const conditions = Object.entries(where).filter(([, condition]) => condition !== undefined);
  return (row) =>
    conditions.every(([name, condition]) =>
      holds(condition as Condition<unknown>, row[name as keyof R], once),
    );
}
