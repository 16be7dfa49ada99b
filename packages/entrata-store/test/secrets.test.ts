import { setImmediate as endOfTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aesGcmCipher, type Cipher, secret } from '../src/index.js';
import {
  type CipherOption,
  createKnexStore,
  migrate,
  rotateSecrets,
  sealSecrets,
} from '../src/knex/index.js';
import { newDigest, sampleClient, sampleWebhook, soon } from '../src/testing/cases/samples.js';
import { describeOnEachDatabase, type OpenDatabase } from './support/databases.js';

const keys = { old: 'aa'.repeat(32), new: 'bb'.repeat(32) };
const oldOnly = aesGcmCipher({ keys: { old: keys.old }, activeKeyId: 'old' });
const newActive = aesGcmCipher({ keys, activeKeyId: 'new' });
const newOnly = aesGcmCipher({ keys: { new: keys.new }, activeKeyId: 'new' });

await describeOnEachDatabase('secrets', (database) => {
  let opened: OpenDatabase;
  let knex: Knex;
  beforeEach(async () => {
    opened = await database.open();
    knex = opened.connect();
    await migrate(knex);
  });
  afterEach(() => opened.drop());

  const storeWith = (cipher: CipherOption, unsealed: 'refuse' | 'read' = 'refuse') =>
    createKnexStore({ knex, cipher, unsealed });

  /** A client, a code with a token, and some webhooks. */
  async function fill(cipher: CipherOption) {
    const store = storeWith(cipher);
    const { client } = await store.clients.connect(sampleClient());
    const digest = newDigest();
    const claim = await store.oauthCodes.claim(digest, soon(store));
    if (claim.state !== 'claimed') throw new Error('not claimed');
    await store.oauthCodes.keepToken(digest, claim.fence, {
      accessToken: secret('token-2'),
      expiresAt: undefined,
    });
    const webhooks = Array.from({ length: 5 }, () => sampleWebhook({ rawQuery: 'auth_code=token-3' }));
    for (const webhook of webhooks) await store.webhooks.append(webhook);
    return { client, digest, logId: webhooks[0]?.logId ?? '' };
  }

  async function readAll(cipher: Cipher, made: Awaited<ReturnType<typeof fill>>) {
    const store = storeWith(cipher);
    const claim = await store.oauthCodes.claim(made.digest, soon(store));
    return [
      (await store.clients.find(made.client.id))?.accessToken?.reveal(),
      claim.state === 'exchanged' ? claim.token.accessToken.reveal() : claim.state,
      await store.webhooks.rawQuery(made.logId),
    ];
  }
  const secrets = ['token-1', 'token-2', 'auth_code=token-3'];

  const everyText = async () =>
    JSON.stringify([
      await knex('entrata_clients').select(),
      await knex('entrata_oauth_codes').select(),
      await knex('entrata_webhooks').select(),
    ]);

  test('no secret stands in the database in clear, unless plaintext was written out', async () => {
    await fill(oldOnly);
    expect(await everyText()).not.toMatch(/token-\d/);
    await fill('plaintext');
    expect(await everyText()).toMatch(/token-1.*token-2.*token-3/s);
    expect(() => createKnexStore({ knex } as Parameters<typeof createKnexStore>[0])).toThrow(/plaintext/);
  });

  test('a sealed secret moved to another row, or put there in clear, is refused', async () => {
    const store = storeWith(oldOnly);
    const [one, two] = [
      (await store.clients.connect(sampleClient())).client,
      (await store.clients.connect(sampleClient())).client,
    ];
    const [row] = await knex('entrata_clients').where('id', one.id).select('access_token');
    await knex('entrata_clients').where('id', two.id).update({ access_token: row.access_token });
    const refused = { accessToken: undefined, status: 'needs_reauthorization' };
    expect(await store.clients.find(two.id)).toMatchObject(refused);
    await knex('entrata_clients').where('id', two.id).update({ access_token: 'planted' });
    expect(await store.clients.find(two.id)).toMatchObject(refused);
    expect(await storeWith('plaintext').clients.find(one.id)).toMatchObject(refused);
  });

  test('a sealed secret opens in no other row, column or client, wherever it is moved', async () => {
    const [one, two] = [await fill(oldOnly), await fill(oldOnly)];
    const places = [
      { table: 'entrata_clients', key: 'id', column: 'access_token', from: one.client.id, to: two.client.id },
      {
        table: 'entrata_oauth_codes',
        key: 'digest',
        column: 'access_token',
        from: one.digest,
        to: two.digest,
      },
      { table: 'entrata_webhooks', key: 'log_id', column: 'raw_query', from: one.logId, to: two.logId },
    ] as const;
    const sealedIn = async ({ table, key, column, from }: (typeof places)[number]): Promise<string> =>
      (await knex(table).where(key, from).first())[column];
    const store = storeWith(oldOnly);
    const readTwo = [
      async () => (await store.clients.find(two.client.id))?.accessToken ?? 'refused',
      async () => (await store.oauthCodes.claim(two.digest, soon(store))).state,
      async () =>
        store.webhooks.rawQuery(two.logId).catch(({ code }) => (code === 'unreadable' ? 'refused' : code)),
    ];
    for (const [index, target] of places.entries()) {
      for (const source of places) {
        await knex(target.table)
          .where(target.key, target.to)
          .update({ [target.column]: await sealedIn(source) });
        expect(await readTwo[index]?.(), `${source.table} to ${target.table}`).toBe('refused');
      }
    }
    expect(await readAll(oldOnly, one)).toEqual(secrets);
  });

  test('sealSecrets seals what is in clear; a second run finds nothing to do', async () => {
    const made = await fill('plaintext');
    expect(await readAll({ ...oldOnly, open: (text) => text }, made)).toEqual(secrets);
    expect(await sealSecrets(knex, { cipher: oldOnly })).toEqual({ rewritten: 7, current: 0, left: 0 });
    expect(await everyText()).not.toMatch(/token-\d/);
    expect(await readAll(oldOnly, made)).toEqual(secrets);
    expect(await sealSecrets(knex, { cipher: oldOnly })).toEqual({ rewritten: 0, current: 7, left: 0 });
  });

  test('sealSecrets goes on after being stopped half-way; until then both kinds are readable', async () => {
    const made = await fill('plaintext');
    const stop = new AbortController();
    let sealed = 0;
    const cipher: Cipher = {
      ...oldOnly,
      seal(plain, context) {
        sealed += 1;
        if (sealed === 3) stop.abort();
        return oldOnly.seal(plain, context);
      },
    };
    await expect(sealSecrets(knex, { cipher, signal: stop.signal, batchSize: 2 })).rejects.toThrow(/abort/);
    await expect(storeWith(oldOnly, 'read').clients.find(made.client.id)).resolves.toBeDefined();
    const rest = await sealSecrets(knex, { cipher: oldOnly, batchSize: 2 });
    expect(rest).toEqual({ rewritten: 4, current: 3, left: 0 });
    expect(await readAll(oldOnly, made)).toEqual(secrets);
  });

  test('a secret that somebody replaces meanwhile is not overwritten, and the report says so', async () => {
    const { client } = await fill('plaintext');
    // One connection: statements run in the order they were begun.
    const single = opened.connect({ poolSize: 1 });
    let replacing: Promise<unknown> | undefined;
    const cipher: Cipher = {
      ...oldOnly,
      seal(plain, context) {
        replacing ??= single('entrata_clients').update({ access_token: 'token-9' }).then();
        return oldOnly.seal(plain, context);
      },
    };
    expect(await sealSecrets(single, { cipher })).toEqual({ rewritten: 6, current: 0, left: 1 });
    await replacing;
    expect(await sealSecrets(knex, { cipher: oldOnly })).toEqual({ rewritten: 1, current: 6, left: 0 });
    expect((await storeWith(oldOnly).clients.find(client.id))?.accessToken?.reveal()).toBe('token-9');
  });

  test('progress is told after each batch', async () => {
    await fill('plaintext');
    const seen: number[] = [];
    const onProgress = ({ rewritten }: { rewritten: number }) => seen.push(rewritten);
    await sealSecrets(knex, { cipher: oldOnly, batchSize: 2, onProgress });
    expect([...new Set(seen)]).toEqual([1, 2, 4, 6, 7]);
  });

  test('rotateSecrets moves everything to the active key, so that the old one can go', async () => {
    const made = await fill(oldOnly);
    expect((await storeWith(newOnly).clients.find(made.client.id))?.accessToken).toBeUndefined();
    expect(await rotateSecrets(knex, { cipher: newActive, batchSize: 3 })).toMatchObject({ rewritten: 7 });
    expect(await readAll(newOnly, made)).toEqual(secrets);
    expect(await rotateSecrets(knex, { cipher: newActive })).toMatchObject({ rewritten: 0, current: 7 });
  });

  test('rotateSecrets leaves one unreadable row alone and moves the others', async () => {
    const made = await fill(oldOnly);
    await knex('entrata_webhooks').where('log_id', made.logId).update({ raw_query: 'sealed:1:lost:AAAA' });
    expect(await rotateSecrets(knex, { cipher: newActive })).toEqual({ rewritten: 6, current: 0, left: 1 });
  });

  test('rotateSecrets under load loses no token: readers and writers go on with either key', async () => {
    const before = storeWith(aesGcmCipher({ keys, activeKeyId: 'old' }));
    const after = storeWith(newActive);
    const clients = [];
    for (let i = 0; i < 10; i += 1) clients.push((await before.clients.connect(sampleClient())).client);
    const written = new Map<string, string>();
    let rotating = true;
    const load = clients.map(async ({ id }, index) => {
      for (let version = 1; rotating || version < 4; version += 1) {
        const token = `token-${index}-${version}`;
        const writer = version % 2 ? before : after;
        const next = { accessToken: secret(token), expiresAt: undefined };
        expect((await writer.clients.replaceToken(id, version, next))?.tokenVersion).toBe(version + 1);
        written.set(id, token);
        expect((await after.clients.find(id))?.accessToken?.reveal()).toBe(token);
        // Requests come in by the event loop; SQLite alone would never let it turn.
        await endOfTurn();
      }
    });
    await rotateSecrets(knex, { cipher: newActive, batchSize: 2 });
    rotating = false;
    await Promise.all(load);
    await rotateSecrets(knex, { cipher: newActive });
    const last = storeWith(newOnly);
    for (const { id } of clients)
      expect((await last.clients.find(id))?.accessToken?.reveal()).toBe(written.get(id));
  });
});
