import type { Knex } from 'knex';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createKnexStore, inspectSchema, migrate } from '../../src/knex/index.js';
import { inspectWith } from '../../src/knex/inspect-schema.js';
import { migrateWith } from '../../src/knex/migrate.js';
import { steps } from '../../src/knex/migrations/steps.js';
import { describeOnEachDatabase, type OpenDatabase } from '../support/databases.js';
import { schemaOf } from '../support/schema-of.js';
import { testCipher } from '../support/subjects.js';
import { laterSteps } from './later-steps.js';

await describeOnEachDatabase('the log of migrations', (database) => {
  let opened: OpenDatabase;
  let knex: Knex;
  /** Of the steps that there are, in order. */
  let ids: readonly string[];
  beforeAll(async () => {
    opened = await database.open();
    knex = opened.connect();
    await migrate(knex);
    ids = await knex('entrata_migrations').orderBy('applied_at').pluck('id');
  });
  afterAll(() => opened.drop());
  beforeEach(async () => {
    await knex('entrata_migrations').delete();
    await knex('entrata_migrations').insert(ids.map((id, place) => ({ id, applied_at: 1_000 + place })));
  });

  const note = (id: string, appliedAt = 2_000) =>
    knex('entrata_migrations').insert({ id, applied_at: appliedAt });
  const digest = () => String(ids[0]).slice(-12);
  const last = String(steps.at(-1)?.id);

  async function expectRefused(reason: string, message: RegExp, known = steps) {
    const before = await schemaOf(knex, opened.address);
    const refused = { code: 'misuse', reason, message: expect.stringMatching(message) };
    await expect(migrateWith(knex, {}, known)).rejects.toMatchObject(refused);
    expect(await inspectWith(knex, {}, known)).toMatchObject({ reason, statements: [] });
    expect(await schemaOf(knex, opened.address)).toBe(before);
    if (known !== steps) return;
    const store = createKnexStore({ knex, cipher: testCipher });
    await expect(store.users.list()).rejects.toMatchObject(refused);
    await expect(store.tasks.list()).rejects.toMatchObject(refused);
    await expect(store.ping()).rejects.toMatchObject(refused);
  }

  test('of a newer version is refused, and says what to do', async () => {
    await note(`9000-contract-drop-settled-${digest()}`);
    await expectRefused(
      'schema_newer',
      new RegExp(`newer entrata-store \\(9000-contract-drop-settled; .*${last}.*Run that version`),
    );
  });

  test('of a newer version is refused also where it was run for other table names', async () => {
    await note('9000-contract-drop-settled-0123456789ab');
    await expectRefused('schema_newer', /newer entrata-store/);
  });

  test('with a row that is none of ours is refused', async () => {
    await note('20240101_somebody_elses');
    await expectRefused(
      'history_unknown',
      /20240101_somebody_elses is no migration of entrata-store.*backup/,
    );
  });

  test('with another step in the place of one of ours is refused', async () => {
    await note(`0001-make-tables-${digest()}`);
    await expectRefused('history_unknown', /0001-make-tables is not in the history/);
  });

  test('with a gap is refused', async () => {
    await note(`9002-expand-fill-shelf-${digest()}`);
    await expectRefused('history_unknown', /9001-expand-add-shelf is missing, although 9002/, laterSteps);
  });

  test('out of order is refused', async () => {
    await note(`9001-expand-add-shelf-${digest()}`, 500);
    await expectRefused(
      'history_unknown',
      new RegExp(`9001-expand-add-shelf was run before ${last}`),
      laterSteps,
    );
  });

  test('keeps its order whatever the clocks say', async () => {
    const fresh = await database.open();
    try {
      const own = fresh.connect();
      await migrate(own);
      await own('entrata_migrations').update({ applied_at: Date.now() + 86_400_000 });
      await migrateWith(own, {}, laterSteps);
      expect(await inspectWith(own, {}, laterSteps)).toMatchObject({ reason: undefined, pending: [] });
    } finally {
      await fresh.drop();
    }
  });

  test('that is lost is written again, and nothing else', async () => {
    await knex.schema.dropTable('entrata_migrations');
    const store = createKnexStore({ knex, cipher: testCipher });
    expect((await store.users.list()).items).toEqual([]);
    expect(await migrate(knex)).toEqual({ applied: steps.map(({ id }) => id), mended: [] });
    expect(await knex('entrata_migrations').pluck('id')).toHaveLength(ids.length);
    expect(await inspectSchema(knex)).toMatchObject({ reason: undefined, statements: [] });
  });
});
