import { checkCondition } from '../../rows/check-condition.js';
import { Absent, type Condition, IdOf, OneOf, type Where, Within } from '../../rows/condition.js';
import type { TableKey } from '../../tables.js';
import type { Dialect } from '../dialect/dialect.js';
import type { DatabaseValue } from '../dialect/sql.js';
import type { BoundTable, BoundTables } from '../mapping/bound-table.js';

/** A condition on the rows of one table. Its SQL is written only by who does not know it yet, by its key. */
export interface RowCondition {
  /** Alike for conditions whose SQL is alike. */
  readonly key: string;
  readonly bindings: readonly DatabaseValue[];
  /** ` where ...`, or nothing when every row meets it. */
  toSql(): string;
}

/** Undefined for what no row could match. */
export type WriteWhere = <R>(where: Where<R>) => RowCondition | undefined;

type Conditions = Readonly<Record<string, Condition<unknown>>>;

/**
 * The one translation of a {@link Where} into SQL. It adds what tells our rows of a mapped table from those of others.
 * Values are bound on every call, so that pass makes as little as it can; the text is written once a key.
 */
export function createWhereWriter(table: BoundTable, tables: BoundTables, dialect: Dialect): WriteWhere {
  const { quote } = dialect;
  const fixed = Object.entries(table.where);
  const fixedBindings = fixed.flatMap(([, value]) => value ?? []);
  const fixedSql = fixed.map(([column, value]) => `${quote(column)} ${value === null ? 'is null' : '= ?'}`);

  /** Where the id of another table's row is asked for. */
  const otherRows = ({ table: key, where }: IdOf) => {
    // The code names tables of the schema only.
    const other = tables[key as TableKey];
    return { other, inner: createWhereWriter(other, tables, dialect)(where) };
  };

  /** Adds the values of one condition and returns its part of the key; undefined for what no row could match. */
  function bind(name: string, condition: Condition<unknown>, bindings: DatabaseValue[]): string | undefined {
    checkCondition(table.spec, name, condition);
    const bound = table.findColumn(name);
    if (condition instanceof Within) {
      const { from, before } = condition;
      // Absent in every row, which no bounds hold.
      if (bound === undefined) return from === undefined && before === undefined ? '' : undefined;
      if (from !== undefined) bindings.push(bound.write(from));
      if (before !== undefined) bindings.push(bound.write(before));
      return `${name}${from === undefined ? '' : '>'}${before === undefined ? '' : '<'} `;
    }
    if (bound === undefined) {
      // Absent in every row, which no value equals.
      return condition instanceof OneOf && condition.orAbsent ? '' : undefined;
    }
    if (condition instanceof Absent) return `${name}- `;
    if (condition instanceof IdOf) {
      const { inner } = otherRows(condition);
      if (inner === undefined) return undefined;
      bindings.push(...inner.bindings);
      return `${name}(${inner.key}) `;
    }
    if (condition instanceof OneOf) {
      const values = condition.values.filter(bound.canHold);
      for (const value of values) bindings.push(bound.write(value));
      if (condition.orAbsent) return `${name}${values.length}- `;
      return values.length === 0 ? undefined : `${name}${values.length} `;
    }
    if (!bound.canHold(condition)) return undefined;
    bindings.push(bound.write(condition));
    return `${name}1 `;
  }

  /** The SQL of one condition that some row could match. */
  function write(name: string, condition: Condition<unknown>): readonly string[] {
    const bound = table.findColumn(name);
    if (bound === undefined) return [];
    const column = quote(bound.column);
    if (condition instanceof Within) {
      const { from, before } = condition;
      return [from, before].flatMap((bound, place) =>
        bound === undefined ? [] : [`${column} ${place === 0 ? '>=' : '<'} ?`],
      );
    }
    if (condition instanceof Absent) return [`${column} is null`];
    if (condition instanceof IdOf) {
      const { other, inner } = otherRows(condition);
      const ids = `select ${quote(other.column('id').column)} from ${quote(other.name)}${inner?.toSql()}`;
      return [`${column} in (${ids})`];
    }
    if (!(condition instanceof OneOf)) return [`${column} = ?`];
    const count = condition.values.filter(bound.canHold).length;
    const isIn = count === 1 ? `${column} = ?` : `${column} in (${Array(count).fill('?').join(', ')})`;
    if (!condition.orAbsent) return [isIn];
    return [count === 0 ? `${column} is null` : `(${column} is null or ${isIn})`];
  }

  return (where) => {
    const conditions = where as Conditions;
    const bindings: DatabaseValue[] = [];
    let key = '';
    for (const name in conditions) {
      const part = bind(name, conditions[name], bindings);
      if (part === undefined) return undefined;
      key += part;
    }
    if (fixedBindings.length > 0) bindings.push(...fixedBindings);
    return {
      key,
      bindings,
      toSql() {
        const parts = Object.entries(conditions).flatMap(([name, condition]) => write(name, condition));
        parts.push(...fixedSql);
        return parts.length === 0 ? '' : ` where ${parts.join(' and ')}`;
      },
    };
  };
}
