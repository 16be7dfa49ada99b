import createKnex, { type Knex } from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkMapping, createKnexStore, migrate, sealSecrets } from '../src/knex/index.js';
import { sampleClient, sampleWebhook } from '../src/testing/cases/samples.js';
import { type DatabaseAddress, describeOnEachDatabase, type OpenDatabase } from './support/databases.js';
import { testCipher } from './support/subjects.js';

interface Connection {
  query(sql: string, done: (error: Error | null) => void): void;
}

/** A pool whose connections run these statements first: by turns, so that each may have its own settings. */
function connectWith(address: DatabaseAddress, settings: readonly string[], max = 1): Knex {
  let made = 0;
  const afterCreate = (connection: Connection, done: (error: Error | null, made: Connection) => void) => {
    const sql = settings[made % settings.length] ?? '';
    made += 1;
    connection.query(sql, (error) => done(error, connection));
  };
  const pool = { min: 0, max, afterCreate };
  if (address.name === 'postgres')
    return createKnex({ client: 'pg', connection: address.url, searchPath: [address.schema], pool });
  if (address.name !== 'mariadb') throw new Error('no sessions');
  const url = new URL(address.url);
  url.pathname = `/${address.database}`;
  return createKnex({ client: 'mysql2', connection: url.href, pool });
}

type Refused = readonly [setting: string, why: RegExp];
const refused: { readonly mariadb: readonly Refused[]; readonly postgres: readonly Refused[] } = {
  mariadb: [
    ["set session sql_mode = 'STRICT_TRANS_TABLES,NO_BACKSLASH_ESCAPES'", /NO_BACKSLASH_ESCAPES/],
    ["set session sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI,STRICT_ALL_TABLES'", /NO_BACKSLASH_ESCAPES/],
    ["set session sql_mode = 'STRICT_TRANS_TABLES,EMPTY_STRING_IS_NULL'", /EMPTY_STRING_IS_NULL/],
    ["set session sql_mode = ''", /strict mode/],
    ['set names gbk', /gbk/],
    ['set names latin1', /latin1/],
    ['set names utf8mb3', /utf8mb3/],
    ['set session character_set_client = sjis', /sjis/],
    ['set session autocommit = 0', /autocommit/],
  ],
  postgres: [
    ["set client_encoding = 'LATIN1'", /client_encoding/],
    ['set extra_float_digits = 0', /extra_float_digits/],
  ],
};

await describeOnEachDatabase(
  'a session that would change values',
  (database) => {
    let opened: OpenDatabase;
    let knex: Knex;
    const instances: Knex[] = [];
    const connect = (settings: readonly string[], max?: number) => {
      const made = connectWith(opened.address, settings, max);
      instances.push(made);
      return made;
    };
    const name = database.name === 'postgres' ? 'postgres' : 'mariadb';
    const harmless = name === 'postgres' ? 'select 1' : 'do 0';
    const cid = '424242';
    beforeAll(async () => {
      opened = await database.open();
      knex = opened.connect();
      await migrate(knex);
      await createKnexStore({ knex, cipher: 'plaintext' }).clients.connect(sampleClient({ cid }));
    });
    afterAll(async () => {
      await Promise.all(instances.map((instance) => instance.destroy()));
      await opened.drop();
    });

    const everyRow = async () =>
      JSON.stringify([
        await knex('users'),
        await knex('entrata_clients'),
        await knex('entrata_webhooks'),
        await knex('entrata_tasks'),
      ]);

    test.each([...refused[name]])(
      'is refused, also for tables of ours, and reads and writes nothing: %s',
      async (setting, why) => {
        const before = await everyRow();
        const odd = connect([setting]);
        const error = { name: 'StoreError', code: 'misuse', message: expect.stringMatching(why) };
        await expect(migrate(odd)).rejects.toMatchObject(error);
        expect(await checkMapping(odd, {})).toMatchObject([
          { table: 'session', severity: 'error', problem: expect.stringMatching(why) },
        ]);
        await expect(sealSecrets(odd, { cipher: testCipher })).rejects.toMatchObject(error);
        const store = createKnexStore({ knex: odd, cipher: 'plaintext' });
        for (const call of [
          () => store.clients.findByCid("' or 1=1 -- "),
          () => store.clients.findByCid(cid),
          () => store.clients.list(),
          () => store.clients.connect(sampleClient()),
          () => store.webhooks.append(sampleWebhook()),
          () => store.users.insert({ role: 'user', name: 'C:\\temp "quoted"\n' }),
          () => store.tasks.enqueue({ kind: 'a', payload: { text: '"' } }),
          () => store.tasks.list(),
          () => store.transaction((tx) => tx.webhooks.append(sampleWebhook())),
          () => store.ping(),
        ])
          await expect(call(), String(call)).rejects.toMatchObject(error);
        await store.close();
        expect(await everyRow()).toBe(before);
        // The instance itself is its owner's, as it was.
        await odd.raw('select 1');
      },
    );

    test('is refused on whichever connection of the pool has it, and the others work', async () => {
      const setting = refused[name][0]?.[0] ?? '';
      const store = createKnexStore({ knex: connect([harmless, setting], 2), cipher: 'plaintext' });
      const ends = await Promise.allSettled(
        Array.from({ length: 20 }, () => store.transaction(async (tx) => tx.clients.findByCid(cid))),
      );
      const found = ends.filter((end) => end.status === 'fulfilled');
      expect(found.length).toBeGreaterThan(0);
      for (const end of found) expect(end.value?.cid).toBe(cid);
      for (const end of ends)
        if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'misuse' });
      await store.close();
    });

    test('is mended by the statement that the refusal names', async () => {
      const mended =
        name === 'postgres'
          ? ["set client_encoding = 'LATIN1'; set client_encoding = 'UTF8'"]
          : [
              "set session sql_mode = replace('STRICT_TRANS_TABLES,NO_BACKSLASH_ESCAPES,ANSI', 'NO_BACKSLASH_ESCAPES', '')",
            ];
      const store = createKnexStore({ knex: connect(mended), cipher: 'plaintext' });
      const user = await store.users.insert({ role: 'user', name: 'C:\\temp "quoted"\nO\'Brien' });
      expect(await store.users.find(user.id)).toEqual(user);
      await store.close();
    });

    test('in settings that change no value of ours is as good as any', async () => {
      const fine =
        name === 'postgres'
          ? [
              'set standard_conforming_strings = off',
              "set datestyle = 'German, DMY'",
              "set timezone = 'Asia/Kolkata'",
            ]
          : [
              "set session sql_mode = 'ANSI,TRADITIONAL'",
              "set session sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_ZERO_DATE,STRICT_ALL_TABLES'",
              "set session time_zone = '+05:30'",
            ];
      for (const setting of fine) {
        const store = createKnexStore({ knex: connect([setting]), cipher: testCipher });
        for (const text of [
          'C:\\temp',
          'a "quoted" name',
          "O'Brien || 'x' -- \\'",
          'a\nb\r\u001a%_',
          '\u{1f3e0}',
        ]) {
          const user = await store.users.insert({ role: 'user', name: text });
          expect(await store.users.find(user.id), setting).toEqual(user);
        }
        await store.close();
      }
    });

    test('its owner goes on hearing of every statement', async () => {
      const heard: string[] = [];
      const listened = connect([harmless]);
      const store = createKnexStore({ knex: listened, cipher: testCipher });
      listened.on('query', ({ sql }: { readonly sql: string }) => heard.push(sql));
      await store.clients.findByCid(cid);
      await store.transaction((tx) => tx.clients.findByCid(cid));
      expect(heard.filter((sql) => sql.includes('entrata_clients'))).toHaveLength(2);
      await store.close();
    });
  },
  ['postgres', 'mariadb'],
);
