import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectSchema, migrate, openSqlite } from 'entrata-store/knex';
import type { Knex } from 'knex';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { steps } from '../../../entrata-store/src/knex/migrations/steps.js';
import { describeOnEachDatabase } from '../../../entrata-store/test/support/databases.js';
import { openFirstRelease } from '../../../entrata-store/test/support/first-release.js';
import { runCli } from '../../src/cli/run-cli.js';
import { recordingTerminal } from './terminal.js';

const names = steps.map(({ id }) => id);

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entrata-migrate-'));
  file = join(folder, 'store.sqlite');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function call(args: readonly string[], env: Record<string, string> = { DATABASE_URL: file }) {
  const terminal = recordingTerminal(env);
  const status = await runCli(['migrate', ...args], terminal);
  return { status, out: terminal.printed.join('\n'), error: terminal.complaints.join('\n') };
}

async function withDatabase<T>(work: (knex: Knex) => Promise<T>): Promise<T> {
  const knex = openSqlite(file);
  try {
    return await work(knex);
  } finally {
    await knex.destroy();
  }
}

describe('entrata migrate', () => {
  it('creates the tables, and the second time has nothing to do', async () => {
    expect(await call([])).toEqual({ status: 0, out: names.map((id) => `ran ${id}`).join('\n'), error: '' });
    expect(await call([])).toEqual({ status: 0, out: 'Nothing to do.', error: '' });
    expect(await withDatabase((knex) => inspectSchema(knex))).toMatchObject({ reason: undefined });
  });

  it('--json prints what it did, as one object', async () => {
    const { out } = await call(['--json', '--database', file], {});
    expect(JSON.parse(out)).toEqual({ applied: names, mended: [], warnings: [] });
  });

  it('--status says what is pending, changes nothing, and ends with 1 until there is nothing to do', async () => {
    await withDatabase((knex) => knex.raw('create table other (id integer)'));
    const before = await call(['--status', '--json']);
    expect(before.status).toBe(1);
    expect(JSON.parse(before.out)).toMatchObject({ reason: 'not_migrated', pending: names });
    expect((await call(['--status'])).out).toMatch(/^applied: none\npending: 0001-create-tables, 0002-/);
    expect(await withDatabase((knex) => knex.schema.hasTable('users'))).toBe(false);
    await call([]);
    expect(await call(['--status'])).toMatchObject({
      status: 0,
      out: `applied: ${names.join(', ')}\npending: none\nThis version can work with it.`,
    });
  });

  it('--status names what a table lost, with the statement that mends it', async () => {
    await call([]);
    await withDatabase((knex) => knex.raw('drop index users_created_at_id_index'));
    const { status, out } = await call(['--status']);
    expect(status).toBe(1);
    expect(out).toContain('wrong: users.created_at, id has no index');
    expect(out).toContain('create index "users_created_at_id_index" on "users" ("created_at", "id");');
    expect((await call([])).out).toMatch(/^mended: create index/);
  });

  it('does not look into a SQLite file that is not there, and so does not make it', async () => {
    for (const flag of ['--status', '--dry-run']) {
      const { status, error } = await call([flag]);
      expect([status, error]).toEqual([2, expect.stringContaining('there is no such SQLite file')]);
    }
  });

  it('refuses a newer schema, says what to do, and prints no SQL for it', async () => {
    await call([]);
    await withDatabase(async (knex) => {
      await knex('entrata_migrations').insert({
        id: '0099-contract-all-0123456789ab',
        applied_at: Date.now(),
      });
    });
    const applied = await call([]);
    expect([applied.status, applied.error]).toEqual([
      1,
      expect.stringMatching(/newer entrata-store.*Run that version/),
    ]);
    expect(await call(['--status'])).toMatchObject({ status: 1, out: expect.stringMatching(/^refused: /) });
    expect(await call(['--dry-run'])).toMatchObject({
      status: 1,
      out: expect.stringMatching(/^-- refused: /),
    });
  });

  it('asks for a database, and for one choice', async () => {
    expect(await call([], {})).toMatchObject({ status: 2, error: expect.stringContaining('DATABASE_URL') });
    expect((await call(['--status', '--dry-run'])).status).toBe(2);
  });

  it('prints no password of a database that does not answer', async () => {
    const { status, error } = await call(['--database', 'postgres://me:pass-word@127.0.0.1:9/db']);
    expect(status).toBe(1);
    expect(error).toMatch(/^error: /);
    expect(error).not.toContain('pass-word');
  });

  it('leaves mapped tables alone, and refuses a mapping module without tables', async () => {
    const mapping = join(folder, 'tables.mjs');
    await writeFile(mapping, "export const tables = { users: { name: 'people' } };");
    const { status, error } = await call(['--mapping', mapping]);
    expect([status, error]).toEqual([1, expect.stringContaining('the table people does not exist')]);
    await writeFile(join(folder, 'nothing.mjs'), 'export const other = 1;');
    const wrong = await call(['--mapping', join(folder, 'nothing.mjs')]);
    expect(wrong).toMatchObject({ status: 2, error: expect.stringContaining('exports `tables`') });
  });
});

await describeOnEachDatabase(
  'entrata migrate with a mapping that was written for the first release',
  (database) => {
    it('warns of each later column with its ALTER, and goes on', async () => {
      const opened = await openFirstRelease(database);
      try {
        const { address } = opened;
        if (address.name !== 'sqlite') throw new Error('SQLite only');
        const mapping = join(folder, 'tables.mjs');
        await writeFile(mapping, "export const tables = { viewings: { name: 'viewings' } };");
        const args = ['--mapping', mapping, '--database', address.filename];
        const warning = /warning: viewings\.sent_email does not exist: .*alter table .viewings. add column/;
        const done = await call(args, {});
        expect(done).toMatchObject({ status: 0, out: expect.stringMatching(warning) });
        const again = await call([...args, '--json'], {});
        expect(JSON.parse(again.out).warnings).toContainEqual(
          expect.objectContaining({ severity: 'warning', table: 'viewings', column: 'sent_email' }),
        );
        const status = await call([...args, '--status'], {});
        expect(status).toMatchObject({ status: 0, out: expect.stringMatching(warning) });
        const { out } = await call([...args, '--dry-run'], {});
        expect(out.split('\n').every((line) => line.startsWith('-- '))).toBe(true);
        expect(out).toMatch(/yours to judge: viewings\.sent_email does not exist/);
      } finally {
        await opened.drop();
      }
    });
  },
  ['sqlite'],
);

await describeOnEachDatabase('entrata migrate --dry-run', (database) => {
  it('prints SQL which an administrator runs instead', async () => {
    const opened = await database.open();
    const knex = opened.connect({ poolSize: 1 });
    try {
      const { address } = opened;
      // A file that is there, though empty.
      if (address.name === 'sqlite') await knex.raw('create table other (id integer)');
      const url = new URL('url' in address ? address.url : 'file:');
      if (address.name === 'mariadb') url.pathname = `/${address.database}`;
      if (address.name === 'postgres') url.searchParams.set('options', `-c search_path=${address.schema}`);
      const where = address.name === 'sqlite' ? address.filename : url.href;
      const { status, out } = await call(['--dry-run', '--database', where], {});
      expect(status).toBe(0);
      // Not at the semicolon inside a trigger.
      for (const sql of out.split(/;\n(?! *end)|;$/).filter((text) => text.trim() !== ''))
        await knex.raw(sql);
      expect(await inspectSchema(knex)).toMatchObject({ reason: undefined, pending: [], problems: [] });
      expect(await migrate(knex)).toEqual({ applied: [], mended: [] });
      expect((await call(['--dry-run', '--database', where], {})).out).toBe('-- Nothing to do.');
    } finally {
      await opened.drop();
    }
  });
});
