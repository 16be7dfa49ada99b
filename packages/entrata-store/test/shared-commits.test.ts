import type { Knex } from 'knex';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKnexStore, migrate } from '../src/knex/index.js';
import { sampleWebhook } from '../src/testing/cases/samples.js';
import { describeOnEachDatabase, type OpenDatabase } from './support/databases.js';
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

    test('are kept but for the one that a trigger or a check of somebody refuses, whatever its code', async () => {
      await knex.raw(
        `create trigger refuse before insert on entrata_webhooks for each row
          if new.method = 'BAD' then signal sqlstate '45000' set message_text = 'no'; end if`,
      );
      const store = storeOfItsOwn();
      const webhooks = Array.from({ length: 20 }, (_, i) =>
        sampleWebhook({ method: i === 7 ? 'BAD' : 'GET' }),
      );
      const ends = await Promise.allSettled(webhooks.map((webhook) => store.webhooks.append(webhook)));
      expect(ends.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1);
      expect((await store.webhooks.list({}, { limit: 50 })).items).toHaveLength(19);
    });
  },
  ['mariadb'],
);
