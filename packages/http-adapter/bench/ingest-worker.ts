import { acceptUnverified, createApp, noApproval } from 'entrata-http-adapter';
import { createEntrata } from 'entrata-sdk';
import type { SandboxServer } from 'entrata-sdk/testing';
import { createKnexStore } from 'entrata-store/knex';
import { connectTo, type DatabaseAddress } from '../../entrata-store/test/support/databases.js';

export interface IngestConfig {
  readonly address: DatabaseAddress;
  readonly sandbox: SandboxServer['options'];
  readonly concurrency: number;
  /** Whose houses to fetch anew, and how often; without it, what waits in the queue is done. */
  readonly refresh?: { readonly clientId: string; readonly times: number };
}

export interface IngestReport {
  readonly seconds: number;
  readonly peakMegabytes: number;
}

// Does all the work there is, and says how long it took and how large the process became.
const config = JSON.parse(process.argv[2] ?? '') as IngestConfig;
const store = createKnexStore({ knex: connectTo(config.address), cipher: 'plaintext' });
const app = createApp({
  entrata: createEntrata(config.sandbox),
  store,
  webhook: { verify: acceptUnverified(), approval: noApproval() },
  authenticate: async () => undefined,
  worker: { concurrency: config.concurrency },
});
let peak = 0;
const looking = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 20);
const startedAt = performance.now();
app.start();
await app.idle();
for (let time = 0; time < (config.refresh?.times ?? 0); time++) {
  await app.refreshHouses({ clientId: config.refresh?.clientId ?? '' });
  await app.idle();
}
const seconds = (performance.now() - startedAt) / 1_000;
clearInterval(looking);
const report: IngestReport = { seconds, peakMegabytes: peak / 1_000_000 };
process.send?.(report);
