import { expect, test } from 'vitest';
import { inspectSchema, migrate } from '../../src/knex/index.js';
import { migrateInChild } from '../processes/migrate-in-child.js';
import { type DatabaseName, describeOnEachDatabase, type OpenDatabase } from '../support/databases.js';
import { openFirstRelease } from '../support/first-release.js';
import { schemaOf } from '../support/schema-of.js';
import { storeOn } from '../support/subjects.js';

/** Kills the upgrade of a first release's database before some of its writing statements, and goes on after it. */
export async function killUpgrades(
  placesOf: (writes: number, database: DatabaseName) => readonly number[],
): Promise<void> {
  await describeOnEachDatabase('the upgrade of a database of the first release', (database) => {
    async function onFirstRelease<T>(work: (opened: OpenDatabase) => Promise<T>): Promise<T> {
      const opened = await openFirstRelease(database);
      try {
        return await work(opened);
      } finally {
        await opened.drop();
      }
    }

    async function works(opened: OpenDatabase) {
      const store = storeOn(opened);
      try {
        expect((await store.webhooks.list()).items).toHaveLength(9);
        expect((await store.clients.list()).items).toHaveLength(3);
        await store.ping();
      } finally {
        await store.close();
      }
    }

    test('goes on wherever its process was killed', { timeout: 600_000 }, async () => {
      const { writes = 0, wanted } = await onFirstRelease(async (opened) => {
        const { writes } = await migrateInChild(opened);
        return { writes, wanted: await schemaOf(opened.connect(), opened.address) };
      });
      expect(writes).toBeGreaterThan(10);
      for (const statement of placesOf(writes, database.name))
        await onFirstRelease(async (opened) => {
          const end = await migrateInChild(opened, { statement, of: 'writes' });
          expect(end, `before ${statement} of ${writes}`).toEqual({ signal: 'SIGKILL' });
          const knex = opened.connect();
          await migrate(knex);
          expect(await inspectSchema(knex)).toMatchObject({ reason: undefined, pending: [], problems: [] });
          expect(await schemaOf(knex, opened.address), `before ${statement} of ${writes}`).toBe(wanted);
          await works(opened);
        });
    });

    test('is done once by two processes and this one together', () =>
      onFirstRelease(async (opened) => {
        const reports = await Promise.all([
          migrateInChild(opened),
          migrateInChild(opened),
          migrate(opened.connect()),
        ]);
        expect(reports).toHaveLength(3);
        const ids = await opened.connect()('entrata_migrations').pluck('id');
        expect(new Set(ids).size).toBe(ids.length);
        await works(opened);
      }));
  });
}
