import type { Knex } from 'knex';
import { checkCondition } from '../../rows/check-condition.js';
import { Absent, type Condition, HouseWhere, OneOf, type Where, Within } from '../../rows/condition.js';
import type { BoundTable, BoundTables } from '../mapping/bound-table.js';

/** Adds the conditions, and those that tell our rows of a mapped table from others', to a query. */
export function applyWhere<R>(
  query: Knex.QueryBuilder,
  table: BoundTable,
  where: Where<R>,
  tables: BoundTables,
): Knex.QueryBuilder {
  for (const [column, value] of Object.entries(table.where)) {
    if (value === null) query.whereNull(column);
    else query.where(column, value);
  }
  for (const [field, condition] of Object.entries(where))
    applyCondition(query, table, field, condition as Condition<unknown>, tables);
  return query;
}

function applyCondition(
  query: Knex.QueryBuilder,
  table: BoundTable,
  field: string,
  condition: Condition<unknown>,
  tables: BoundTables,
): void {
  checkCondition(table.spec, field, condition);
  const bound = table.findColumn(field);
  if (bound === undefined) {
    // Absent in every row, which no value equals and no bounds hold.
    const isOpen =
      condition instanceof Within && condition.from === undefined && condition.before === undefined;
    if (!isOpen) query.whereRaw('1 = 0');
    return;
  }
  const { column, write, canHold } = bound;
  if (condition instanceof OneOf) {
    query.whereIn(column, condition.values.filter(canHold).map(write));
  } else if (condition instanceof HouseWhere) {
    const { houses } = tables;
    query.whereIn(column, (inner: Knex.QueryBuilder) => {
      inner.select(houses.column('id').column).from(houses.name);
      applyWhere(inner, houses, condition.where, tables);
    });
  } else if (condition instanceof Within) {
    if (condition.from !== undefined) query.where(column, '>=', write(condition.from));
    if (condition.before !== undefined) query.where(column, '<', write(condition.before));
  } else if (condition instanceof Absent) query.whereNull(column);
  else if (canHold(condition)) query.where(column, write(condition));
  else query.whereRaw('1 = 0');
}
