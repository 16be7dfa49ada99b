import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKnexStore, migrate } from '../src/knex/index.js';
import { openSqlite } from '../src/knex/open-sqlite.js';
import { describeOnEachDatabase, type OpenDatabase } from './support/databases.js';
import { testCipher } from './support/subjects.js';

await describeOnEachDatabase('ping', (database) => {
  let opened: OpenDatabase;
  beforeEach(async () => {
    opened = await database.open();
    const knex = opened.connect();
    await migrate(knex);
    await knex.destroy();
  });
  afterEach(() => opened.drop());

  test('writes, and leaves no row behind', async () => {
    const knex = opened.connect();
    const store = createKnexStore({ knex, cipher: testCipher });
    const written: string[] = [];
    knex.on('query', ({ sql }) => /^insert/.test(sql) && written.push(sql));
    await store.ping();
    expect(written.join()).toMatch(/entrata_webhooks.*entrata_tasks/s);
    expect(await knex('entrata_webhooks').select()).toEqual([]);
    expect(await knex('entrata_tasks').select()).toEqual([]);
  });

  test('works with a pool of one connection, beside others that use it', async () => {
    const knex = opened.connect({ poolSize: 1 });
    const store = createKnexStore({ knex, cipher: testCipher });
    await Promise.all([
      store.ping(),
      store.transaction(async (tx) => tx.users.find('x')),
      store.ping(),
      store.users.list(),
    ]);
  });

  test('notices what becomes of the tables while the store is in use', async () => {
    const knex = opened.connect();
    const store = createKnexStore({ knex, cipher: testCipher });
    await store.ping();
    await knex.schema.dropTable('entrata_oauth_codes');
    await expect(store.ping()).rejects.toMatchObject({ code: 'misuse', reason: 'schema_differs' });
    expect((await store.users.list()).items).toEqual([]);
    await migrate(knex);
    await store.ping();
  });

  test('is refused by a database that may only be read, by that name', async () => {
    const knex = opened.connect({ poolSize: 1 });
    const store = createKnexStore({ knex, cipher: testCipher });
    await store.ping();
    await knex.raw(
      {
        sqlite: 'pragma query_only = on',
        postgres: 'set session characteristics as transaction read only',
        mariadb: 'set session transaction read only',
      }[database.name],
    );
    expect((await store.users.list()).items).toEqual([]);
    await expect(store.ping()).rejects.toMatchObject({ code: 'unavailable', reason: 'read_only' });
  });
});

await describeOnEachDatabase(
  'ping, with a database that is full,',
  (database) => {
    test('is refused by that name, and heals', async () => {
      const opened = await database.open();
      if (opened.address.name !== 'sqlite') throw new Error('not SQLite');
      const knex = openSqlite(opened.address.filename);
      await migrate(knex);
      const store = createKnexStore({ knex, cipher: testCipher, destroyOnClose: true });
      await store.ping();
      const [{ page_count: pages }] = await knex.raw('pragma page_count');
      await knex.raw(`pragma max_page_count = ${pages}`);
      await knex('users').insert({ id: 'short', role: 'user', name: 'fits in its page', created_at: 1 });
      await expect(store.ping()).rejects.toMatchObject({ code: 'unavailable', reason: 'full' });
      await knex.raw('pragma max_page_count = 1000000');
      await store.ping();
      await store.close();
      await opened.drop();
    });
  },
  ['sqlite'],
);

await describeOnEachDatabase(
  'ping, as a user without the right to write,',
  (database) => {
    test('is refused by that name', async () => {
      const opened = await database.open();
      const { address } = opened;
      const admin = opened.connect();
      await migrate(admin);
      const user = `reader_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
      try {
        if (address.name === 'postgres') {
          await admin.raw(`create role "${user}" login`);
          await admin.raw(`grant usage on schema "${address.schema}" to "${user}"`);
          await admin.raw(`grant select on all tables in schema "${address.schema}" to "${user}"`);
        } else if (address.name === 'mariadb') {
          await admin.raw(`create user '${user}'@'%'`);
          await admin.raw(`grant select on \`${address.database}\`.* to '${user}'@'%'`);
        }
        const knex = opened.connectAs(user);
        const store = createKnexStore({ knex, cipher: testCipher });
        await expect(store.ping()).rejects.toMatchObject({ code: 'misuse', reason: 'not_allowed' });
        await knex.destroy();
      } finally {
        if (address.name === 'postgres') {
          await admin.raw(`drop owned by "${user}"`);
          await admin.raw(`drop role "${user}"`);
        } else await admin.raw(`drop user '${user}'@'%'`);
        await opened.drop();
      }
    });
  },
  ['postgres', 'mariadb'],
);
