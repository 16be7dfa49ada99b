import { checkCondition } from '../../rows/check-condition.js';
import { OneOf } from '../../rows/condition.js';
import type { DatabaseValue, Dialect } from '../dialect/dialect.js';
import type { BoundTable } from '../mapping/bound-table.js';

/** A condition on the values of some fields, and that a row of a mapped table is ours. */
export interface RowMatch {
  /** Alike for conditions whose SQL is alike. */
  readonly key: string;
  readonly bindings: readonly DatabaseValue[];
  toSql(): string;
}

/** Returns undefined for what no row could match. */
export function createRowMatcher(
  table: BoundTable,
  dialect: Dialect,
): (match: object) => RowMatch | undefined {
  const fixed = Object.entries(table.where);
  const fixedBindings = fixed.flatMap(([, value]) => value ?? []);

  return (match) => {
    const bindings: DatabaseValue[] = [];
    const fields: { readonly name: string; readonly places: number }[] = [];
    for (const [name, wanted] of Object.entries(match)) {
      checkCondition(table.spec, name, wanted);
      const bound = table.findColumn(name);
      // Absent in every row.
      if (bound === undefined) return undefined;
      const values = (wanted instanceof OneOf ? wanted.values : [wanted]).filter(bound.canHold);
      if (values.length === 0) return undefined;
      for (const value of values) bindings.push(bound.write(value));
      fields.push({ name, places: values.length });
    }
    bindings.push(...fixedBindings);
    return {
      key: fields.map(({ name, places }) => `${name}${places}`).join(' '),
      bindings,
      toSql: () =>
        [
          ...fields.map(({ name, places }) => {
            const column = dialect.quote(table.column(name).column);
            return places === 1 ? `${column} = ?` : `${column} in (${Array(places).fill('?').join(', ')})`;
          }),
          ...fixed.map(([column, value]) => `${dialect.quote(column)} ${value === null ? 'is null' : '= ?'}`),
        ].join(' and '),
    };
  };
}
