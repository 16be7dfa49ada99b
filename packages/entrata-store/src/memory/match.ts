import { checkCondition } from '../rows/check-condition.js';
import { Absent, type Condition, HouseWhere, OneOf, type Where, Within } from '../rows/condition.js';
import type { TableSpec } from '../rows/field.js';
import type { HouseRow } from '../tables.js';

type Test = (value: unknown) => boolean;

function testOf(
  condition: Condition<unknown>,
  houseIds: (where: Where<HouseRow>) => ReadonlySet<string>,
): Test {
  if (condition instanceof OneOf) return (value) => value !== undefined && condition.values.includes(value);
  if (condition instanceof HouseWhere) {
    const ids = houseIds(condition.where);
    return (value) => ids.has(value as string);
  }
  if (condition instanceof Within) {
    const { from, before } = condition;
    if (from === undefined && before === undefined) return () => true;
    // Instants sort as texts.
    return (value) =>
      typeof value === 'string' &&
      (from === undefined || value >= from) &&
      (before === undefined || value < before);
  }
  if (condition instanceof Absent) return (value) => value === undefined;
  return (value) => value === condition;
}

/** Makes a `Where` into a test of rows; sub-queries run once. */
export function matcher<R>(
  spec: TableSpec,
  where: Where<R>,
  houseIds: (where: Where<HouseRow>) => ReadonlySet<string>,
): (row: R) => boolean {
  const tests = Object.entries(where).map(([name, condition]) => {
    checkCondition(spec, name, condition as Condition<unknown>);
    return [name as keyof R, testOf(condition as Condition<unknown>, houseIds)] as const;
  });
  return (row) => tests.every(([name, holds]) => holds(row[name]));
}
