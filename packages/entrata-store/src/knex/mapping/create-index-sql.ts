import { createHash } from 'node:crypto';
import type { Dialect } from '../dialect/dialect.js';
import type { BoundTable } from './bound-table.js';

/** Engines cut or refuse names past 63 characters; a digest keeps two long ones apart. */
export function indexName(table: string, ...parts: readonly string[]): string {
  const name = [table, ...parts].join('_');
  if (name.length <= 60) return name;
  return `${name.slice(0, 51)}_${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

/** The statement that gives an existing table one more index. */
export function createIndexSql(
  table: BoundTable,
  columns: readonly string[],
  kind: 'unique' | '',
  dialect: Dialect,
): string {
  const name = indexName(table.name, ...columns, kind ? 'key' : 'index');
  const parts = columns.map(dialect.quote).join(', ');
  return `create ${kind ? 'unique ' : ''}index ${dialect.quote(name)} on ${dialect.quote(table.name)} (${parts})`;
}
