import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, join } from 'node:path';
import type { Knex } from 'knex';

/** What is wrong before a database was even asked. */
export interface CannotOpen {
  readonly found: string;
  readonly todo: string;
}

export const noFile: CannotOpen = {
  found: 'there is no such SQLite file',
  todo: 'Check the path; the server makes the file at its first start.',
};

/**
 * A Knex instance of one connection on a `postgres://`, `mysql://` or SQLite address. It makes a SQLite file only when
 * asked to.
 */
export function openDatabase(
  address: string,
  folder: string,
  { makesFile = false }: { readonly makesFile?: boolean } = {},
): Knex | CannotOpen {
  if (/^(?!postgres|postgresql|mysql|mariadb|sqlite)\w+:\/\//.test(address)) {
    const todo = 'Give postgres://…, mysql://… or the path of a SQLite file.';
    return { found: 'the address is of none of the databases that the store takes', todo };
  }
  if (/^\w+:\/\//.test(address) && !URL.canParse(address)) {
    const todo =
      'Mend it: postgres://user:password@host:5432/name or mysql://…, with signs in them percent-encoded.';
    return { found: 'the address cannot be read', todo };
  }
  const { driver, config } = readAddress(address, folder);
  if (driver === 'better-sqlite3' && !makesFile && !existsSync(config.connection)) {
    return noFile;
  }
  try {
    // knex and its drivers are the user's: they are looked for from where the command was started.
    const createKnex: (config: Knex.Config) => Knex = createRequire(join(folder, 'package.json'))('knex');
    return createKnex({
      ...config,
      pool: { min: 0, max: 1 },
      acquireConnectionTimeout: 10_000,
      log: silent,
    });
  } catch {
    const todo = `Install what your server uses: npm install knex ${driver}`;
    return { found: `knex or ${driver} cannot be loaded from here`, todo };
  }
}

/** knex would print a driver's error by itself. */
const silent = { warn() {}, error() {}, deprecate() {}, debug() {} };

interface Address {
  readonly driver: 'pg' | 'mysql2' | 'better-sqlite3';
  readonly config: { readonly client: string; readonly connection: string; readonly useNullAsDefault?: true };
}

function readAddress(address: string, folder: string): Address {
  if (/^postgres(ql)?:\/\//.test(address)) {
    return { driver: 'pg', config: { client: 'pg', connection: address } };
  }
  if (/^(mysql|mariadb):\/\//.test(address)) {
    const connection = address.replace(/^mariadb:/, 'mysql:');
    return { driver: 'mysql2', config: { client: 'mysql2', connection } };
  }
  const file = address.replace(/^sqlite:(\/\/)?/, '');
  const connection = isAbsolute(file) ? file : join(folder, file);
  return {
    driver: 'better-sqlite3',
    config: { client: 'better-sqlite3', connection, useNullAsDefault: true },
  };
}
