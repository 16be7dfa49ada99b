import { checkCondition } from '../rows/check-condition.js';
import { Absent, type Condition, IdOf, OneOf, type Where, Within } from '../rows/condition.js';
import type { TableSpec } from '../rows/field.js';

type Test = (value: unknown) => boolean;
type IdsWhere = (table: string, where: object) => ReadonlySet<string>;

function testOf(condition: Condition<unknown>, idsWhere: IdsWhere): Test {
  if (condition instanceof OneOf) {
    const { values, orAbsent } = condition;
    return (value) => (value === undefined ? orAbsent : values.includes(value));
  }
  if (condition instanceof IdOf) {
    const ids = idsWhere(condition.table, condition.where);
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
export function matcher<R>(spec: TableSpec, where: Where<R>, idsWhere: IdsWhere): (row: R) => boolean {
  const tests = Object.entries(where).map(([name, condition]) => {
    checkCondition(spec, name, condition as Condition<unknown>);
    return [name as keyof R, testOf(condition as Condition<unknown>, idsWhere)] as const;
  });
  return (row) => tests.every(([name, holds]) => holds(row[name]));
}
