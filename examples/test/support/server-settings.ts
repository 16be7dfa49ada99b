import { FakeEntrata } from 'entrata-sdk/testing';
import type { DatabaseAddress } from '../../../packages/entrata-store/test/support/databases.js';
import { readConfig, type ServerConfig } from '../../server/config.js';

export const credentials = { clientId: 'example.sandbox', clientSecret: 'sandbox-secret' };

/** A sandbox that knows the credentials of {@link serverSettings}. */
export const newSandbox = (): FakeEntrata => new FakeEntrata({ oauth: credentials });

/** The settings of an example server on a test's database, with the key that the first release sealed its rows with. */
export const serverSettings = (address: DatabaseAddress): ServerConfig =>
  readConfig({
    PORT: '0',
    ...databaseSettings(address),
    ENTRATA_CLIENT_ID: credentials.clientId,
    ENTRATA_CLIENT_SECRET: credentials.clientSecret,
    WEBHOOK_SECRET: 'webhook-secret-of-a-test',
    JWT_SECRET: 'jwt-secret-of-a-test-32-bytes-long',
    ENCRYPTION_KEY: Buffer.from('42'.repeat(32), 'hex').toString('base64'),
    ENCRYPTION_KEY_ID: 'test',
    CANCEL_RESULT_ID: '602',
    LOG_LEVEL: 'silent',
  });

function databaseSettings(address: DatabaseAddress): Readonly<Record<string, string>> {
  switch (address.name) {
    case 'sqlite':
      return { DATABASE_FILE: address.filename };
    case 'postgres':
      return { DATABASE_URL: `${address.url}?options=-c%20search_path%3D${address.schema}` };
    case 'mariadb':
      return { DATABASE_URL: Object.assign(new URL(address.url), { pathname: address.database }).href };
  }
}
