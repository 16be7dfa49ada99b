import { StoreError } from '../core/errors.js';
import type { Id } from '../core/ids.js';
import { isInstant } from '../core/instants.js';
import { readPage, refusedCursor, writeCursor } from '../core/page.js';
import { checkValue } from '../rows/check-value.js';
import type { Where } from '../rows/condition.js';
import type { TableSpec } from '../rows/field.js';
import { completeRow, type NewRow, type RowTable } from '../rows/row-table.js';
import { matcher } from './match.js';
import { createUniqueKeys } from './unique-keys.js';

/** Learns how to take a change back; called while a transaction runs. */
export type Undo = (revert: () => void) => void;

/** Decides when a statement may run: at once inside a transaction, after any running one outside. */
export type Run = <T>(statement: () => T) => Promise<T>;

export interface MemoryTable<R extends { readonly id: Id }> {
  view(run: Run, undo: Undo): RowTable<R>;
  has(id: Id): boolean;
  idsWhere(where: Where<R>): ReadonlySet<Id>;
}

/** The other tables, as far as one of them has to know. */
export interface Neighbours {
  exists(table: string, id: Id): boolean;
  idsWhere(table: string, where: object): ReadonlySet<Id>;
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Rows in a map. They go in and out as copies, so that nobody changes a stored row by accident. */
export function createMemoryTable<R extends { readonly id: Id }>(
  spec: TableSpec,
  newId: () => Id,
  neighbours: Neighbours,
): MemoryTable<R> {
  const rows = new Map<Id, R>();
  const generated = Object.keys(spec.fields).filter((name) => spec.fields[name]?.generated);
  let lastNumber = 0;
  const keys = createUniqueKeys<R>(spec.unique);

  const put = (row: R | undefined, earlier: R | undefined) => {
    if (earlier) {
      keys.drop(earlier);
      if (!row) rows.delete(earlier.id);
    }
    if (row) {
      keys.add(row);
      rows.set(row.id, row);
    }
  };

  const change = (row: R | undefined, earlier: R | undefined, undo: Undo) => {
    put(row, earlier);
    undo(() => put(earlier, row));
  };

  function check(values: object): void {
    for (const [name, value] of Object.entries(values)) {
      const field = spec.fields[name];
      const where = `${spec.key}.${name}`;
      if (!field || name === 'id') throw new StoreError('misuse', `${where} cannot be written`);
      checkValue(where, field, value);
      if (field.to && value !== undefined && !neighbours.exists(field.to, value as Id))
        throw new StoreError('misuse', `${where} refers to a row that does not exist`);
    }
  }

  function add(values: NewRow<R>, undo: Undo): Id | undefined {
    check(values);
    const numbers = Object.fromEntries(generated.map((name) => [name, ++lastNumber]));
    const row = structuredClone(completeRow<R>(spec, newId(), { ...values, ...numbers }));
    if (keys.collides(row)) return undefined;
    change(row, undefined, undo);
    return row.id;
  }

  const taken = () => new StoreError('conflict', `${spec.key}: a unique key is taken`);
  const copy = (row: R): R => structuredClone(row);
  const select = (where: Where<R>): R[] => {
    const matches = matcher(spec, where, neighbours.idsWhere);
    if (typeof where.id !== 'string') return [...rows.values()].filter(matches);
    const row = rows.get(where.id);
    return row && matches(row) ? [row] : [];
  };

  function update(where: Where<R>, set: Partial<NewRow<R>>, undo: Undo): number {
    check(set);
    const changes = select(where).map((earlier) => ({
      earlier,
      row: { ...earlier, ...structuredClone(set) },
    }));
    if (changes.some(({ row }) => keys.collides(row))) throw taken();
    for (const { row, earlier } of changes) change(row, earlier, undo);
    return changes.length;
  }

  function tally<K>(found: readonly R[], keyOf: (row: R) => K): Map<string, { key: K; count: number }> {
    const counts = new Map<string, { key: K; count: number }>();
    for (const row of found) {
      const key = keyOf(row);
      const text = JSON.stringify(key);
      counts.set(text, { key, count: (counts.get(text)?.count ?? 0) + 1 });
    }
    return counts;
  }

  return {
    has: (id) => rows.has(id),
    idsWhere: (where) => new Set(select(where).map((row) => row.id)),
    view: (run, undo) => ({
      insert: (values) =>
        run(() => {
          const id = add(values, undo);
          if (id === undefined) throw taken();
          return id;
        }),
      insertIfAbsent: (values) => run(() => add(values, undo)),
      update: (where, set) => run(() => update(where, set, undo)),
      remove: (where, limit) =>
        run(() => {
          const found = select(where).slice(0, limit);
          for (const row of found) change(undefined, row, undo);
          return found.length;
        }),
      first: (where) =>
        run(() => {
          const [row] = select(where);
          return row && copy(row);
        }),
      all: (where, options = {}) =>
        run(() => {
          const by = options.oldestBy;
          const found = select(where);
          if (by) found.sort((a, b) => order(String(a[by]), String(b[by])) || order(a.id, b.id));
          return found.slice(0, options.limit).map(copy);
        }),
      page: (where, { by, direction }, request) =>
        run(() => {
          const { limit, after } = readPage(request);
          if (after && !isInstant(after.at)) throw refusedCursor();
          const sign = direction === 'asc' ? 1 : -1;
          const at = (row: R) => String(row[by]);
          const found = select(where)
            .sort((a, b) => sign * (order(at(a), at(b)) || order(a.id, b.id)))
            .filter((row) => !after || sign * (order(at(row), after.at) || order(row.id, after.id)) > 0);
          const page = found.slice(0, limit);
          const last = page.at(-1);
          const next = last && found.length > limit ? writeCursor({ at: at(last), id: last.id }) : undefined;
          return { rows: page.map(copy), next };
        }),
      countBy: (where, field) =>
        run(() =>
          [...tally(select(where), (row) => row[field]).values()].map(({ key, count }) => ({
            value: key,
            count,
          })),
        ),
      countByDay: (where, field, at) =>
        run(() => {
          const counts = tally(select(where), (row) => [String(row[at]).slice(0, 10), row[field]] as const);
          return [...counts.values()]
            .map(({ key: [day, value], count }) => ({ day, value, count }))
            .sort((a, b) => order(b.day, a.day) || order(String(a.value), String(b.value)));
        }),
    }),
  };
}
