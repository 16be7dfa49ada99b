import { expect, test } from 'vitest';
import { bindColumns } from '../../src/knex/mapping/table-columns.js';
import type { TableOptions } from '../../src/knex/mapping/table-mapping.js';
import { sqliteDialect } from '../../src/knex/sqlite/sqlite-dialect.js';
import { added, id, optional, type TableSpec, text } from '../../src/rows/field.js';
import { schema } from '../../src/tables.js';

const spec: TableSpec = {
  key: 'operators',
  name: 'operators',
  fields: {
    id: id(),
    name: optional(text(255)),
    laterNote: added('notes are not kept', text(255)),
  },
  unique: [],
  indexes: [],
};

const bind = (operators: unknown) => {
  // Fields that only this test's table has.
  const { columns, assumed, column, findColumn } = bindColumns(
    spec,
    { operators } as TableOptions,
    sqliteDialect,
  );
  return { of: columns.get('laterNote')?.column, isAssumed: assumed.has('laterNote'), column, findColumn };
};

test('a later field may lack its column only where a mapping says nothing of it', () => {
  expect(bind({ name: 'theirs' })).toMatchObject({ of: 'later_note', isAssumed: true });
  const undefinedColumn = { name: 'theirs', columns: { laterNote: undefined } };
  expect(bind(undefinedColumn)).toMatchObject({ of: 'later_note', isAssumed: true });
  const named = { name: 'theirs', columns: { laterNote: 'later_note' } };
  expect(bind(named)).toMatchObject({ of: 'later_note', isAssumed: false });
  const none = { name: 'theirs', columns: { laterNote: null } };
  expect(bind(none)).toMatchObject({ of: undefined, isAssumed: false });
  expect(bind('ours')).toMatchObject({ of: 'later_note', isAssumed: false });
  expect(bind(undefined)).toMatchObject({ of: 'later_note', isAssumed: false });
});

test('a later field takes no column that the mapping uses for something else', () => {
  for (const use of [
    { columns: { name: 'later_note' } },
    { where: { later_note: 'x' } },
    { insert: { later_note: 'x' } },
    { mirror: { later_note: { of: 'name', write: () => 'x' } } },
  ])
    expect(bind({ name: 'theirs', ...use })).toMatchObject({ of: undefined, isAssumed: true });
});

test('a later field without a column is absent in every row; one of the first release cannot be asked for', () => {
  const { column, findColumn } = bind({ name: 'theirs', columns: { laterNote: null, name: null } });
  expect(findColumn('laterNote')).toBeUndefined();
  expect(() => findColumn('name')).toThrow(expect.objectContaining({ code: 'misuse' }));
  for (const field of ['name', 'laterNote'])
    expect(() => column(field)).toThrow(expect.objectContaining({ code: 'misuse' }));
});

test('ids that the database hands out number the rows of a mapped table', () => {
  const seqOf = (ids: 'ours' | 'database') => {
    const { columns, assumed } = bindColumns(
      schema.webhooks,
      { webhooks: { name: 'theirs', ids, columns: { id: 'number' } } },
      sqliteDialect,
    );
    return [columns.get('seq')?.column, assumed.has('seq')];
  };
  expect(seqOf('database')).toEqual(['number', false]);
  expect(seqOf('ours')).toEqual(['seq', true]);
});
