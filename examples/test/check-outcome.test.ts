import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeEntrata, type SandboxServer } from 'entrata-sdk/testing';
import { aesGcmCipher } from 'entrata-store';
import { createKnexStore, openSqlite } from 'entrata-store/knex';
import type { Knex } from 'knex';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../server/config.js';
import { serve } from '../server/serve.js';
import { checkOutcome, type Outcome } from '../walk-through/check-outcome.js';
import { playJob } from '../walk-through/play-job.js';

const folder = mkdtempSync(join(tmpdir(), 'outcome-'));
const file = join(folder, 'example.sqlite');
const sandbox = new FakeEntrata();
const key = Buffer.alloc(32, 7);
const silent = { step() {}, line() {}, table() {}, progress() {} };
let entrata: SandboxServer;
let database: Knex;
let outcome: Outcome;

beforeAll(async () => {
  entrata = await sandbox.listen();
  const config = readConfig({
    PORT: '0',
    DATABASE_FILE: file,
    ENTRATA_CLIENT_ID: sandbox.oauth.clientId,
    ENTRATA_CLIENT_SECRET: sandbox.oauth.clientSecret,
    WEBHOOK_SECRET: 'sixteen-characters',
    JWT_SECRET: 'sixteen-characters',
    ENCRYPTION_KEY: key.toString('base64'),
    LOG_LEVEL: 'silent',
  });
  const page = { imageOrigins: [], sandbox };
  const server = await serve(config, { entrata: entrata.options, page });
  const story = await playJob({ sandbox, server, narrator: silent });
  // No server is left that would put right what the tests below put wrong.
  await server.stop();
  database = openSqlite(file);
  const cipher = aesGcmCipher({
    keys: { [config.ENCRYPTION_KEY_ID]: key },
    activeKeyId: config.ENCRYPTION_KEY_ID,
  });
  outcome = {
    sandbox,
    entrata: entrata.options,
    store: createKnexStore({ knex: database, cipher }),
    story,
  };
});

afterAll(async () => {
  await outcome.store.close();
  await database.destroy();
  await entrata.close();
  rmSync(folder, { recursive: true });
});

describe('the check of the walk-through', () => {
  afterEach(async () => {
    expect(await checkOutcome(outcome)).toContain('1 booking, 1 lead, 1 appointment');
  });

  it('passes on what was played', () => {});

  it.each([
    ['lost the lead', { leads: [] }, 'exactly the one lead'],
    ['lost the appointment', { appointments: [] }, 'exactly one appointment'],
    ['has the appointment twice', { twice: true }, 'exactly one appointment'],
    [
      'has other bytes than were shown',
      { change: { rawTime: '10:00 MST-10:30 MST' } },
      'the one that was shown',
    ],
    ['has a slot that was not offered', { change: { matchesOffer: false } }, 'one that was offered'],
  ])('fails when the ledger %s', async (_, { leads, appointments, twice, change }: Tampering, what) => {
    const { ledger, approvals } = sandbox;
    const changed = ledger.appointments.map((appointment) => ({ ...appointment, ...change }));
    const tampered = {
      ...ledger,
      leads: leads ?? ledger.leads,
      appointments: appointments ?? (twice ? [...changed, ...changed] : changed),
      appointmentsOf: () => [],
      doubleBooked: () => [],
    };
    await expect(checkOutcome({ ...outcome, sandbox: { ledger: tampered, approvals } })).rejects.toThrow(
      what,
    );
  });

  it('fails when a property was approved twice', async () => {
    const { ledger, approvals } = sandbox;
    const twice = { ledger, approvals: [...approvals, ...approvals] };
    await expect(checkOutcome({ ...outcome, sandbox: twice })).rejects.toThrow('was approved once');
  });

  it('fails when tour times were shown that Entrata does not offer', async () => {
    const { shown } = outcome.story;
    const [first, ...others] = shown.slots;
    const slots = [{ ...first, rawTime: '10:00 - 10:30' }, ...others] as typeof shown.slots;
    const story = { ...outcome.story, shown: { ...shown, slots } };
    await expect(checkOutcome({ ...outcome, story })).rejects.toThrow('tour times');
  });

  it.each([
    ['viewings', 'status', 'pending', 'the viewing is confirmed'],
    ['viewings', 'raw_time', '10:00 CST - 10:30 CST', 'byte for byte'],
    ['houses', 'status', 'inactive', 'one house per property'],
    ['houses', 'latitude', null, 'is complete'],
    ['entrata_properties', 'reached_seq', 0, 'reached its newest event'],
    ['entrata_webhooks', 'outcome', 'held', 'every webhook was accepted'],
  ])('fails when the table %s holds another %s', async (table, column, value, what) => {
    const rows = await database(table).select('id', column);
    await database(table).update(column, value);
    try {
      await expect(checkOutcome(outcome)).rejects.toThrow(what);
    } finally {
      for (const row of rows) await database(table).where('id', row.id).update(column, row[column]);
    }
  });
});

interface Tampering {
  readonly leads?: readonly never[];
  readonly appointments?: readonly never[];
  readonly twice?: boolean;
  readonly change?: { readonly rawTime?: string; readonly matchesOffer?: boolean };
}
