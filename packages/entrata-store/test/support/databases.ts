import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import createKnex, { type Knex } from 'knex';
import { describe, test } from 'vitest';
import { connectTo, type DatabaseAddress, type DatabaseName } from './connect-to.js';
import { standsForAll } from './level.js';

export { connectTo, type DatabaseAddress, type DatabaseName };

export const engines: readonly DatabaseName[] = ['sqlite', 'postgres', 'mariadb'];

/** An empty database of a test's own: a file, a schema, or a MariaDB database. */
export interface OpenDatabase {
  readonly address: DatabaseAddress;
  /** A further Knex instance with its own pool; destroyed by `drop` if nobody did before. */
  connect(options?: { readonly poolSize?: number }): Knex;
  /** The same as another user, who has no password; for servers only. */
  connectAs(user: string): Knex;
  drop(): Promise<void>;
}

export interface TestDatabase {
  readonly name: DatabaseName;
  readonly available: boolean;
  /** Where it was looked for; shown when it is not there. */
  readonly place: string;
  open(): Promise<OpenDatabase>;
}

const postgresUrl = process.env.ENTRATA_TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/test';
const mariadbUrl = process.env.ENTRATA_TEST_MARIADB_URL ?? 'mysql://root@127.0.0.1:3306/test';

const uniqueName = () => `entrata_${process.pid}_${randomBytes(6).toString('hex')}`;

function opened(address: DatabaseAddress, remove: () => Promise<void>): OpenDatabase {
  const instances: Knex[] = [];
  return {
    address,
    connect({ poolSize } = {}) {
      const knex = connectTo(address, poolSize);
      instances.push(knex);
      return knex;
    },
    connectAs(user) {
      if (address.name === 'sqlite') throw new Error('SQLite has no users');
      const url = new URL(address.url);
      url.username = user;
      const knex = connectTo({ ...address, url: url.href });
      instances.push(knex);
      return knex;
    },
    async drop() {
      await Promise.all(instances.map((knex) => knex.destroy()));
      await remove();
    },
  };
}

async function once(config: Knex.Config, sql: string): Promise<void> {
  const knex = createKnex({ ...config, pool: { min: 0, max: 1 } });
  try {
    await knex.raw(sql);
  } finally {
    await knex.destroy();
  }
}

/** In memory where there is such a folder: a test ends processes, never the machine, so that nothing need reach a disk. */
const sqliteFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

async function openSqliteFile(): Promise<OpenDatabase> {
  const folder = await mkdtemp(join(sqliteFolder, 'entrata-store-'));
  const filename = join(folder, 'store.db');
  return opened({ name: 'sqlite', filename }, () => rm(folder, { recursive: true, force: true }));
}

async function openPostgresSchema(): Promise<OpenDatabase> {
  const schema = uniqueName();
  const config = { client: 'pg', connection: postgresUrl };
  await once(config, `create schema "${schema}"`);
  return opened({ name: 'postgres', url: postgresUrl, schema }, () =>
    once(config, `drop schema "${schema}" cascade`),
  );
}

async function openMariadbDatabase(): Promise<OpenDatabase> {
  const database = uniqueName();
  const config = { client: 'mysql2', connection: mariadbUrl };
  await once(config, `create database \`${database}\` character set utf8mb4`);
  return opened({ name: 'mariadb', url: mariadbUrl, database }, () =>
    once(config, `drop database \`${database}\``),
  );
}

function isListening(url: string, defaultPort: number): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = createConnection({ host: hostname, port: Number(port) || defaultPort });
    const answer = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    // A server that is not there refuses at once; a busy machine takes its time to notice that one is.
    socket.setTimeout(10_000, () => answer(false));
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}

/** The three engines, and whether each can be reached from here. */
export async function testDatabases(): Promise<readonly TestDatabase[]> {
  const place = (url: string) => {
    const { host, pathname } = new URL(url);
    return host + pathname;
  };
  return [
    { name: 'sqlite', available: true, place: 'a file', open: openSqliteFile },
    {
      name: 'postgres',
      available: await isListening(postgresUrl, 5432),
      place: place(postgresUrl),
      open: openPostgresSchema,
    },
    {
      name: 'mariadb',
      available: await isListening(mariadbUrl, 3306),
      place: place(mariadbUrl),
      open: openMariadbDatabase,
    },
  ];
}

/**
 * Declares the same tests on each engine. An engine that is not there is skipped with a word, unless
 * ENTRATA_TEST_DATABASES=required says that it has to be: then its absence fails.
 */
export async function describeOnEachDatabase(
  title: string,
  declare: (database: TestDatabase) => void,
  only: readonly DatabaseName[] = engines,
): Promise<void> {
  const required = process.env.ENTRATA_TEST_DATABASES === 'required';
  for (const database of await testDatabases()) {
    if (!only.includes(database.name)) continue;
    if (database.available) {
      // A claim about a database is not one about how busy the machine is.
      describe(`${title} on ${database.name}`, { timeout: 120_000 }, () => declare(database));
    } else if (required) {
      test(`${title} on ${database.name}`, () => {
        throw new Error(`${database.name} is required and does not answer at ${database.place}`);
      });
    } else {
      test(`${title} on ${database.name}`, ({ skip }) =>
        skip(`no ${database.name}: nothing answers at ${database.place}`));
    }
  }
}

/** Declares tests that need one engine only: see {@link standsForAll}. */
export const describeOnOneDatabase = (
  title: string,
  declare: (database: TestDatabase) => void,
): Promise<void> => describeOnEachDatabase(title, declare, engines.filter(standsForAll));
