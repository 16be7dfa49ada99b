import { StoreError } from '../core/errors.js';
import { checkType } from './check-value.js';
import { Absent, type Condition, IdOf, OneOf, Within } from './condition.js';
import type { TableSpec } from './field.js';

/** Refuses to look for what is absent or of another type; a value that no row could hold finds nothing. */
export function checkCondition(spec: TableSpec, name: string, condition: Condition<unknown>): void {
  if (condition instanceof Within || condition instanceof Absent || condition instanceof IdOf) return;
  const where = `${spec.key}.${name}`;
  const field = spec.fields[name];
  if (!field) throw new StoreError('misuse', `${where} is not a field`);
  for (const value of condition instanceof OneOf ? condition.values : [condition]) {
    // Passed over, it would be a condition that every row meets.
    if (value === undefined || value === null) throw new StoreError('misuse', `${where} is required`);
    checkType(where, field, value);
  }
}
