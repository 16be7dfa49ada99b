import type { Knex } from 'knex';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Cipher } from '../src/index.js';
import { createKnexStore, migrate } from '../src/knex/index.js';
import { sampleWebhook } from '../src/testing/cases/samples.js';
import { describeOnEachDatabase, type OpenDatabase, type TestDatabase } from './support/databases.js';
import { testCipher } from './support/subjects.js';

await describeOnEachDatabase(
  'webhooks that share a commit',
  (database) => {
    let opened: OpenDatabase;
    let knex: Knex;
    beforeEach(async () => {
      opened = await database.open();
      knex = opened.connect();
      await migrate(knex);
    });
    afterEach(() => opened.drop());

    const storeOfItsOwn = () => createKnexStore({ knex: opened.connect(), cipher: testCipher });

    test('are all kept when the database undoes one commit for another: each is told its own end', async () => {
      // The trigger holds a row back, so that a statement of several rows stands still between two of them.
      const lock = `hold_${process.pid}_${Math.random()}`;
      await knex.raw(
        `create trigger hold before insert on entrata_webhooks for each row
          if new.request_type = 'HELD' then do get_lock('${lock}', 60); do release_lock('${lock}'); end if`,
      );
      const holder = await knex.transaction();
      await holder.raw(`select get_lock('${lock}', 0)`);
      const waiting = async (state: string) => {
        const [rows] = await knex.raw(
          'select count(*) as count from information_schema.processlist where db = database() and state like ?',
          [state],
        );
        return Number(rows[0].count);
      };
      const patience = { timeout: 60_000 };

      // One statement: the second row has its place just before the first.
      const [later, earlier] = [
        sampleWebhook({ logId: 'b' }),
        sampleWebhook({ logId: 'a', requestType: 'HELD' }),
      ];
      const one = storeOfItsOwn();
      const other = storeOfItsOwn();
      // Each has looked at the schema: what it is given at once goes into one statement.
      await Promise.all([one.ping(), other.ping()]);
      const first = Promise.allSettled([one.webhooks.append(later), one.webhooks.append(earlier)]);
      await expect.poll(() => waiting('User lock'), patience).toBe(1);
      // Another process delivers the first once more, and waits at its key.
      const again = Promise.allSettled([
        other.webhooks.append(later),
        other.webhooks.append(sampleWebhook()),
      ]);
      const locked = async () => {
        const [rows] = await knex.raw(
          "select count(*) as count from information_schema.innodb_trx where trx_state = 'LOCK WAIT'",
        );
        return Number(rows[0].count);
      };
      // MariaDB renews that table only when nobody read it for a tenth of a second.
      await expect.poll(locked, { ...patience, interval: 300 }).toBeGreaterThan(0);
      await holder.raw(`do release_lock('${lock}')`);
      await holder.rollback();

      const ends = [...(await first), ...(await again)];
      const failed = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason.code);
      expect(failed).toEqual(['conflict']);
      for (const { logId } of [later, earlier]) expect(await one.webhooks.find(logId)).toBeDefined();
    });
  },
  ['mariadb'],
);

/** Refuse the method BAD in a trigger, and ODD in a check where a table can be given one. */
const refusals: Readonly<Record<TestDatabase['name'], readonly string[]>> = {
  sqlite: [
    `create trigger refuse before insert on entrata_webhooks when new.method in ('BAD', 'ODD')
      begin select raise(abort, 'no'); end`,
    `create trigger refuse_end before update on entrata_webhooks when new.error_code = 'bad'
      begin select raise(abort, 'no'); end`,
  ],
  postgres: [
    `create function refuse() returns trigger language plpgsql as $$ begin
      if new.method = 'BAD' or new.error_code = 'bad' then raise exception 'no'; end if; return new; end $$`,
    `create trigger refuse before insert or update on entrata_webhooks for each row execute function refuse()`,
    `alter table entrata_webhooks add constraint no_odd check (method <> 'ODD')`,
  ],
  mariadb: [
    `create trigger refuse before insert on entrata_webhooks for each row
      if new.method = 'BAD' then signal sqlstate '45000' set message_text = 'no'; end if`,
    `create trigger refuse_end before update on entrata_webhooks for each row
      if new.error_code = 'bad' then signal sqlstate '45000' set message_text = 'no'; end if`,
    `alter table entrata_webhooks add constraint no_odd check (method <> 'ODD')`,
  ],
};

await describeOnEachDatabase('webhooks at once', (database) => {
  let opened: OpenDatabase;
  let knex: Knex;
  beforeEach(async () => {
    opened = await database.open();
    knex = opened.connect();
    await migrate(knex);
  });
  afterEach(() => opened.drop());

  test('are kept but for those that a trigger or a check of somebody refuses, whatever its code', async () => {
    for (const statement of refusals[database.name]) await knex.raw(statement);
    const store = createKnexStore({ knex, cipher: testCipher });
    await store.ping();
    const refused: Readonly<Record<number, string>> = { 7: 'BAD', 13: 'ODD' };
    const webhooks = Array.from({ length: 20 }, (_, i) => sampleWebhook({ method: refused[i] ?? 'GET' }));
    const ends = await Promise.allSettled(webhooks.map((webhook) => store.webhooks.append(webhook)));
    expect(ends.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []))).toEqual([7, 13]);
    const kept = webhooks.filter(({ method }) => method === 'GET');
    expect((await store.webhooks.list({}, { limit: 50 })).items).toHaveLength(kept.length);

    const outcomes = await Promise.allSettled(
      kept.map(({ logId }, i) =>
        store.webhooks.recordOutcome(logId, {
          outcome: 'refused',
          httpStatus: 403,
          errorCode: i === 5 ? 'bad' : 'good',
          durationMs: 1,
        }),
      ),
    );
    expect(outcomes.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []))).toEqual([5]);
    expect((await store.webhooks.list({ outcome: 'refused' }, { limit: 50 })).items).toHaveLength(17);
  });

  test('are sealed commit by commit: the first is acknowledged long before the last is sealed', async () => {
    let sealed = 0;
    const counting: Cipher = {
      ...testCipher,
      seal(plain, context) {
        sealed += 1;
        if (context.endsWith('unsealable')) throw new Error('no entropy');
        return testCipher.seal(plain, context);
      },
    };
    const store = createKnexStore({ knex, cipher: counting });
    await store.ping();
    const webhooks = Array.from({ length: 2_000 }, (_, i) =>
      sampleWebhook(i === 3 ? { logId: 'unsealable' } : {}),
    );
    sealed = 0;
    const appends = webhooks.map((webhook) => store.webhooks.append(webhook));
    const sealedAtFirst = appends[0]?.then(() => sealed);
    const ends = await Promise.allSettled(appends);
    expect(await sealedAtFirst).toBeLessThan(1_000);
    expect(sealed).toBe(2_000);
    // What cannot be sealed is refused alone.
    expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(await store.webhooks.find('unsealable')).toBeUndefined();
  });
});
