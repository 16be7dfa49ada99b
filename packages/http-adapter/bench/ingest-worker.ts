import { acceptUnverified, createApp, noApproval } from 'entrata-http-adapter';
import { createEntrata } from 'entrata-sdk';
import type { SandboxServer } from 'entrata-sdk/testing';
import { createKnexStore, migrate } from 'entrata-store/knex';
import { connectTo, type DatabaseAddress } from '../../entrata-store/test/support/databases.js';
import { type Seed, seed } from './seed.js';

export interface IngestConfig {
  readonly address: DatabaseAddress;
  readonly sandbox: SandboxServer['options'];
  readonly seed: Seed;
  readonly concurrency: number;
  /** How often all houses are fetched again. */
  readonly refreshes: number;
}

export interface IngestReport {
  readonly seconds: number;
  readonly peakMegabytes: number;
}

// Does all the work there is, and says how long it took and how large the process became.
const config = JSON.parse(process.argv[2] ?? '') as IngestConfig;
const knex = connectTo(config.address);
await migrate(knex);
const store = createKnexStore({ knex, cipher: 'plaintext' });
const app = createApp({
  entrata: createEntrata(config.sandbox),
  store,
  webhook: { verify: acceptUnverified(), approval: noApproval() },
  authenticate: async () => undefined,
  worker: { concurrency: config.concurrency },
});
const clientId = await seed(store, config.seed);
let peak = 0;
const looking = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 20);
const startedAt = performance.now();
app.start();
await app.idle();
for (let time = 0; time < config.refreshes; time++) {
  await app.refreshHouses({ clientId });
  await app.idle();
}
const seconds = (performance.now() - startedAt) / 1_000;
clearInterval(looking);
const houses = await countHouses();
if (houses !== config.seed.properties) throw new Error(`${houses} houses were stored`);
const report: IngestReport = { seconds, peakMegabytes: peak / 1_000_000 };
process.send?.(report);

async function countHouses(): Promise<number> {
  let count = 0;
  let after: string | undefined;
  do {
    const page = { limit: 500, ...(after === undefined ? {} : { after }) };
    const { items, next } = await store.houses.list({ clientId, status: 'active' }, page);
    count += items.length;
    after = next;
  } while (after !== undefined);
  return count;
}
