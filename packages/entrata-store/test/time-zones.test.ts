import createKnex, { type Knex } from 'knex';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkMapping, createKnexStore, migrate, type TableOptions } from '../src/knex/index.js';
import { sampleWebhook } from '../src/testing/cases/samples.js';
import { describeOnEachDatabase, type OpenDatabase } from './support/databases.js';
import { isLongRun } from './support/level.js';
import { testCipher } from './support/subjects.js';

// Around both changes of America/Chicago in 2026, where a local clock shows an hour twice or never.
const instants = [
  '2026-03-08T07:59:59.000Z',
  '2026-03-08T08:00:00.000Z',
  '2026-03-08T08:30:00.000Z',
  '2026-11-01T06:30:00.000Z',
  '2026-11-01T07:30:00.000Z',
];
const zones = ['UTC', 'America/Chicago', 'Asia/Kolkata'];

/** The webhook log in date columns, as another program would have made it. */
const mapped: TableOptions = {
  webhooks: { name: 'their_webhooks', columns: { receivedAt: { column: 'created_at', datetime: 3 } } },
};
const dateTypes = { sqlite: 'text', postgres: 'timestamptz(3)', mariadb: 'datetime(3)' } as const;

await describeOnEachDatabase('instants', (database) => {
  let opened: OpenDatabase;
  let knex: Knex;
  const others: Knex[] = [];
  const processZone = process.env.TZ;
  beforeEach(async () => {
    opened = await database.open();
    knex = opened.connect();
    await migrate(knex);
    // A copy of our table with a date column in place of the milliseconds.
    await knex.raw('create table their_webhooks as select * from entrata_webhooks');
    await knex.raw('alter table their_webhooks drop column received_at');
    await knex.raw(`alter table their_webhooks add column created_at ${dateTypes[database.name]}`);
    await knex.raw('create unique index their_webhooks_log on their_webhooks (log_id)');
    await knex.raw('create unique index their_webhooks_id on their_webhooks (id)');
  });
  afterEach(async () => {
    if (processZone === undefined) delete process.env.TZ;
    else process.env.TZ = processZone;
    await Promise.all(others.splice(0).map((instance) => instance.destroy()));
    await opened.drop();
  });

  /** An instance whose sessions, on the server's side, keep the clock of another zone. */
  function connectIn(zone: string): Knex {
    const { address } = opened;
    if (address.name === 'sqlite') return opened.connect();
    const set = address.name === 'postgres' ? `set time zone '${zone}'` : `set session time_zone = '${zone}'`;
    const url = new URL(address.url);
    if (address.name === 'mariadb') url.pathname = `/${address.database}`;
    type Session = { query(sql: string, done: (error: Error | null) => void): void };
    const instance = createKnex({
      client: address.name === 'postgres' ? 'pg' : 'mysql2',
      connection: url.href,
      ...(address.name === 'postgres' ? { searchPath: [address.schema] } : {}),
      pool: {
        min: 0,
        max: 2,
        afterCreate: (session: Session, done: (error: Error | null, session: Session) => void) =>
          session.query(set, (error) => done(error, session)),
      },
    });
    others.push(instance);
    return instance;
  }

  /** Names of zones need tables that a MariaDB server may not have loaded; offsets do not. */
  const serverZones = database.name === 'mariadb' ? ['+00:00', '-06:00', '+05:30'] : zones;

  describe.each([
    ['tables of ours', {}],
    ['a date column of theirs', mapped],
  ])('in %s', (_, tables) => {
    test('are the same for servers and processes in every zone', async () => {
      for (const [index, instant] of instants.entries()) {
        for (const writing of isLongRun ? serverZones : [serverZones[(index + 1) % 3] ?? 'UTC']) {
          process.env.TZ = zones[index % zones.length];
          const writer = createKnexStore({ knex: connectIn(writing), cipher: testCipher, tables });
          const webhook = sampleWebhook({ receivedAt: instant });
          await writer.webhooks.append(webhook);
          process.env.TZ = zones[(index + 1) % zones.length];
          const reader = createKnexStore({
            knex: connectIn(serverZones[index % 3] ?? 'UTC'),
            cipher: testCipher,
            tables,
          });
          expect((await reader.webhooks.find(webhook.logId))?.receivedAt).toBe(instant);
          const day = instant.slice(0, 10);
          const range = { from: `${day}T00:00:00.000Z`, to: `${day}T23:59:59.999Z` };
          expect((await reader.webhooks.list({ cid: webhook.cid ?? '', ...range })).items).toHaveLength(1);
          const [count] = await reader.webhooks.countByTypeAndDay(range);
          expect(count?.day).toBe(day);
        }
      }
    });
  });

  test('a mapping onto date columns passes its check, and one that forgets to say so does not', async () => {
    const errors = async (tables: TableOptions) =>
      (await checkMapping(knex, tables)).filter(({ severity }) => severity === 'error');
    expect(await errors(mapped)).toEqual([]);
    if (database.name === 'sqlite') return;
    const forgetful: TableOptions = {
      webhooks: { name: 'their_webhooks', columns: { receivedAt: 'created_at' } },
    };
    const [error] = await errors(forgetful);
    expect(error?.problem).toMatch(/say datetime: 3/);
  });

  test('a page goes on where it stopped, by a date column too', async () => {
    const store = createKnexStore({ knex, cipher: testCipher, tables: mapped });
    const cid = '77';
    for (const receivedAt of instants) await store.webhooks.append(sampleWebhook({ receivedAt, cid }));
    const first = await store.webhooks.list({ cid }, { limit: 3 });
    const second = await store.webhooks.list({ cid }, { limit: 3, after: first.next ?? '' });
    const seen = [...first.items, ...second.items].map(({ receivedAt }) => receivedAt);
    expect(seen).toEqual([...instants].reverse());
  });
});
