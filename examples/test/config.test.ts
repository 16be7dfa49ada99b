import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readConfig, variableNames } from '../server/config.js';
import { describeDatabase } from '../server/open-database.js';
import { runExample } from './run-example.js';

const valid = {
  ENTRATA_CLIENT_ID: 'made-up.id',
  ENTRATA_CLIENT_SECRET: 'made-up-secret',
  WEBHOOK_SECRET: 'sixteen-characters',
  JWT_SECRET: 'sixteen-characters',
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
};

const mistakesIn = (environment: Record<string, string | undefined>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    return String(error);
  }
  throw new Error('the configuration was taken');
};

describe('the configuration of the example server', () => {
  it('has a default for everything but secrets, and takes an empty variable for none', () => {
    const config = readConfig({ ...valid, PORT: '', DATABASE_URL: '', UNRELATED: 'x' });
    expect(config).toMatchObject({ PORT: 4010, HOST: '127.0.0.1', DATABASE_FILE: 'entrata.sqlite' });
    expect(config.DATABASE_URL).toBeUndefined();
  });

  it('names every mistake at once', () => {
    const text = mistakesIn({ PORT: 'http', LOG_LEVEL: 'loud' });
    for (const name of ['PORT', 'LOG_LEVEL', ...Object.keys(valid)]) expect(text).toContain(`\n  ${name} `);
    expect(text).toContain('ENTRATA_CLIENT_ID is not set');
  });

  it.each([
    [{ PORT: '70000' }, 'PORT must be 0 to 65535'],
    [{ PORT: 'http' }, 'PORT must be a number'],
    [{ PORT: '-1' }, 'PORT must be a number, 0 to 65535'],
    [{ PORT: '1e3' }, 'PORT must be a number, 0 to 65535'],
    [{ PORT: '0x10' }, 'PORT must be a number, 0 to 65535'],
    [{ PORT: ' 80' }, 'PORT must be a number, 0 to 65535'],
    [{ PORT: '9'.repeat(400) }, 'PORT must be a number, 0 to 65535'],
    [{ HOST: ' ' }, 'HOST must be an address'],
    [{ HOST: 'x'.repeat(10_000) }, 'HOST must be an address'],
    [{ PUBLIC_URL: 'https://example.test/?a=1' }, 'PUBLIC_URL must end before ? and #'],
    [{ PUBLIC_URL: `https://example.test/${'x'.repeat(10_000)}` }, 'PUBLIC_URL must end before'],
    [{ WEBHOOK_SECRET: 'x'.repeat(10_000) }, 'WEBHOOK_SECRET needs at most 256 characters'],
    [{ ENCRYPTION_KEY: '!'.repeat(44) }, 'ENCRYPTION_KEY needs to be 32 bytes in base64'],
    [{ ENCRYPTION_KEY: 'x'.repeat(10_000) }, 'ENCRYPTION_KEY needs to be 32 bytes in base64'],
    [{ WEBHOOK_SECRET: 'short' }, 'WEBHOOK_SECRET needs at least 16 characters'],
    [{ WEBHOOK_SECRET: 'sixteen/characters?' }, 'WEBHOOK_SECRET must fit into a URL'],
    [{ JWT_SECRET: 'short' }, 'JWT_SECRET needs at least 16 characters'],
    [{ ENCRYPTION_KEY: 'c2hvcnQ=' }, 'ENCRYPTION_KEY needs to be 32 bytes in base64'],
    [{ ENCRYPTION_KEY_ID: 'a b' }, 'ENCRYPTION_KEY_ID must be letters'],
    [{ DATABASE_URL: 'redis://127.0.0.1' }, 'DATABASE_URL must begin with postgres:// or mysql://'],
    [{ DATABASE_URL: 'postgres://h/d', DATABASE_FILE: 'f' }, 'DATABASE_URL and DATABASE_FILE are both set'],
    [{ PUBLIC_URL: 'example.test' }, 'PUBLIC_URL must begin with https://'],
    [{ SANDBOX_URL: 'http://sandbox.example.test:4020' }, 'SANDBOX_URL must be a loopback address'],
    [{ NOTIFICATION_URL: 'ftp://example.test' }, 'NOTIFICATION_URL must begin with https://'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be debug, info'],
  ])('says what is wrong with %j, and shows no value', (wrong, message) => {
    const text = mistakesIn({ ...valid, ...wrong });
    expect(text).toContain(`\n  ${message}`);
    expect(text).not.toMatch(/made-up|sixteen|c2hvcnQ=|redis/);
  });

  it('is listed in .env.example, variable by variable', () => {
    const example = parseEnv(readFileSync(new URL('../server/.env.example', import.meta.url), 'utf8'));
    expect(Object.keys(example).sort()).toEqual([...variableNames].sort());
    expect(() => readConfig({ ...example, ...valid })).not.toThrow();
  });

  it('shows a database without its password', () => {
    const config = readConfig({ ...valid, DATABASE_URL: 'postgres://me:hush@db.example.test:5432/app' });
    expect(describeDatabase(config)).toBe('postgres://db.example.test:5432/app');
  });

  it('stops the server at start with the list of mistakes and status 1', async () => {
    const { status, stderr } = await runExample('examples/server/main.ts', { JWT_SECRET: 'short' });
    expect(status).toBe(1);
    expect(stderr).toContain('The configuration is not valid:');
    expect(stderr).toContain('JWT_SECRET needs at least 16 characters');
    expect(stderr).not.toContain('    at ');
  });
});
