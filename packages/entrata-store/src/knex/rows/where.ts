import { checkCondition } from '../../rows/check-condition.js';
import { Absent, type Condition, IdOf, OneOf, type Where, Within } from '../../rows/condition.js';
import type { TableKey } from '../../tables.js';
import type { Dialect } from '../dialect/dialect.js';
import type { DatabaseValue } from '../dialect/sql.js';
import type { BoundTable, BoundTables } from '../mapping/bound-table.js';

/** A condition on the rows of one table, as SQL that is written only where it is not known yet. */
export interface RowCondition {
  /** Alike for conditions whose SQL is alike. */
  readonly key: string;
  readonly bindings: readonly DatabaseValue[];
  /** ` where ...`, or nothing when every row meets it. */
  toSql(): string;
}

interface Part {
  readonly key: string;
  readonly bindings: readonly DatabaseValue[];
  toSql(): string;
}

/** Undefined for what no row could match. */
export type WriteWhere = <R>(where: Where<R>) => RowCondition | undefined;

const places = (count: number) => Array(count).fill('?').join(', ');

/**
 * The one translation of a {@link Where} into SQL. It adds what tells our rows of a mapped table from those of others.
 */
export function createWhereWriter(table: BoundTable, tables: BoundTables, dialect: Dialect): WriteWhere {
  const { quote } = dialect;
  const fixed: readonly Part[] = Object.entries(table.where).map(([column, value]) => ({
    key: '',
    bindings: value === null ? [] : [value],
    toSql: () => `${quote(column)} ${value === null ? 'is null' : '= ?'}`,
  }));

  function partsOf(name: string, condition: Condition<unknown>): readonly Part[] | undefined {
    checkCondition(table.spec, name, condition);
    const bound = table.findColumn(name);
    if (condition instanceof Within) {
      const { from, before } = condition;
      // Absent in every row, which no bounds hold.
      if (bound === undefined) return from === undefined && before === undefined ? [] : undefined;
      const part = (operator: string, instant: string | undefined): readonly Part[] =>
        instant === undefined
          ? []
          : [
              {
                key: `${name}${operator}`,
                bindings: [bound.write(instant)],
                toSql: () => `${quote(bound.column)} ${operator} ?`,
              },
            ];
      return [...part('>=', from), ...part('<', before)];
    }
    // Absent in every row, which no value equals.
    if (bound === undefined) return undefined;
    const column = () => quote(bound.column);
    if (condition instanceof Absent)
      return [{ key: `${name}-`, bindings: [], toSql: () => `${column()} is null` }];
    if (condition instanceof IdOf) {
      // The code names tables of the schema only.
      const other = tables[condition.table as TableKey];
      const inner = createWhereWriter(other, tables, dialect)(condition.where);
      if (inner === undefined) return undefined;
      const { key, bindings, toSql } = inner;
      const select = () => `select ${quote(other.column('id').column)} from ${quote(other.name)}${toSql()}`;
      return [{ key: `${name}(${key})`, bindings, toSql: () => `${column()} in (${select()})` }];
    }
    const values = (condition instanceof OneOf ? condition.values : [condition]).filter(bound.canHold);
    if (values.length === 0) return undefined;
    return [
      {
        key: `${name}${values.length}`,
        bindings: values.map(bound.write),
        toSql: () => (values.length === 1 ? `${column()} = ?` : `${column()} in (${places(values.length)})`),
      },
    ];
  }

  return (where) => {
    const parts: Part[] = [];
    for (const [name, condition] of Object.entries(where)) {
      const some = partsOf(name, condition as Condition<unknown>);
      if (some === undefined) return undefined;
      parts.push(...some);
    }
    parts.push(...fixed);
    return {
      key: parts.map(({ key }) => key).join(' '),
      bindings: parts.flatMap(({ bindings }) => bindings),
      toSql: () => (parts.length === 0 ? '' : ` where ${parts.map((part) => part.toSql()).join(' and ')}`),
    };
  };
}
