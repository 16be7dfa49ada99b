import type { Knex } from 'knex';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKnexStore, migrate, sealSecrets, type TableOptions } from '../../src/knex/index.js';
import { sampleClient } from '../../src/testing/cases/samples.js';
import { describeOnEachDatabase, type OpenDatabase } from '../support/databases.js';
import { testCipher as cipher } from '../support/subjects.js';

await describeOnEachDatabase('sealing in mapped tables', (database) => {
  let opened: OpenDatabase;
  let knex: Knex;
  beforeEach(async () => {
    opened = await database.open();
    knex = opened.connect();
    await migrate(knex);
  });
  afterEach(() => opened.drop());

  const tokens = async () => String(await knex('entrata_clients').pluck('access_token'));

  test('sealSecrets seals in a mapped table too, where its columns hold translated values', async () => {
    const tables: TableOptions = {
      clients: {
        name: 'entrata_clients',
        columns: {
          cid: {
            column: 'cid',
            read: (stored) => String(stored).replace('cid-', ''),
            write: (cid: string) => `cid-${cid}`,
          },
          accessToken: {
            column: 'access_token',
            read: (stored) => String(stored).replace('their ', ''),
            write: (token: string) => `their ${token}`,
          },
        },
      },
    };
    const clear = createKnexStore({ knex, cipher: 'plaintext', tables });
    const { client } = await clear.clients.connect(sampleClient());
    expect(await sealSecrets(knex, { cipher, tables })).toMatchObject({ rewritten: 1, left: 0 });
    expect(await tokens()).toMatch(/their sealed:1:test/);
    const sealed = createKnexStore({ knex, cipher, tables });
    expect((await sealed.clients.find(client.id))?.accessToken?.reveal()).toBe('token-1');
  });

  test('sealSecrets leaves a token whose column is too narrow for what is sealed, and counts it', async () => {
    await createKnexStore({ knex, cipher: 'plaintext' }).clients.connect(sampleClient());
    const columns = { accessToken: { column: 'access_token', width: 40 } };
    const tables: TableOptions = { clients: { name: 'entrata_clients', columns } };
    expect(await sealSecrets(knex, { cipher, tables })).toEqual({ rewritten: 0, current: 0, left: 1 });
    expect(await tokens()).toMatch(/token-1/);
  });

  if (database.name === 'mariadb')
    test('sealSecrets refuses a session that would cut a sealed text without a word', async () => {
      await createKnexStore({ knex, cipher: 'plaintext' }).clients.connect(sampleClient());
      const lax = opened.connect({ poolSize: 1 });
      await lax.raw("set session sql_mode = ''");
      const sealing = sealSecrets(lax, { cipher });
      await expect(sealing).rejects.toMatchObject({
        code: 'misuse',
        message: expect.stringMatching(/strict/),
      });
      expect(await tokens()).toMatch(/token-1/);
    });
});
