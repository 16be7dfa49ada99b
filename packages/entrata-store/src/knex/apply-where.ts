import type { Knex } from 'knex';
import type { Condition, Where } from '../row-table.js';
import type { HouseRow } from '../schema/tables.js';
import type { BoundTable, BoundTables } from './bound-table.js';

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
  for (const [field, condition] of Object.entries(where)) {
    if (condition !== undefined) applyCondition(query, table, field, condition as Condition<unknown>, tables);
  }
  return query;
}

function applyCondition(
  query: Knex.QueryBuilder,
  table: BoundTable,
  field: string,
  condition: Condition<unknown>,
  tables: BoundTables,
): void {
  const { column, write, canHold } = table.column(field);
  if (typeof condition !== 'object' || condition === null) {
    if (canHold(condition)) query.where(column, write(condition));
    else query.whereRaw('1 = 0');
    return;
  }
  if ('in' in condition) {
    const values = condition.in as readonly unknown[];
    query.whereIn(column, values.filter(canHold).map(write));
    return;
  }
  if ('houseWhere' in condition) {
    const houses = tables.houses;
    query.whereIn(column, (inner: Knex.QueryBuilder) => {
      inner.select(houses.column('id').column).from(houses.name);
      applyWhere(inner, houses, condition.houseWhere as Where<HouseRow>, tables);
    });
    return;
  }
  const { from, to, before } = condition as { from?: unknown; to?: unknown; before?: unknown };
  if (from !== undefined) query.where(column, '>=', write(from));
  if (to !== undefined) query.where(column, '<=', write(to));
  if (before !== undefined) query.where(column, '<', write(before));
}
