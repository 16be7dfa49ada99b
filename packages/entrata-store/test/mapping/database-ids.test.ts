import { expect, test } from 'vitest';
import { createKnexStore, migrate } from '../../src/knex/index.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { testCipher } from '../support/subjects.js';

await describeOnEachDatabase('ids that a database hands out', (database) => {
  test('a text that stands for no id of its, or for one past what a number holds, finds no neighbour', async () => {
    const opened = await database.open();
    const knex = opened.connect();
    await knex.schema.createTable('companies', (table) => {
      table.bigIncrements('id');
      table.string('name', 255);
      table.bigInteger('created_at');
    });
    await knex.raw(
      "insert into companies values (7, 'Seven', 0), (9007199254740991, 'Last', 0), (9007199254740992, 'Beyond', 0)",
    );
    const operators = { name: 'companies', ids: 'database' } as const;
    await migrate(knex, { tables: { operators } });
    const store = createKnexStore({ knex, cipher: testCipher, tables: { operators } });
    const names = [];
    for (const id of ['7', '9007199254740991', '07', '7.0', '7 ', '0x7', '9007199254740993', '1e1'])
      names.push((await store.operators.find(id))?.name);
    expect(names).toEqual(['Seven', 'Last', ...Array.from({ length: 6 }, () => undefined)]);
    await opened.drop();
  });
});
