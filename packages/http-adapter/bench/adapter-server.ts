import { acceptUnverified, createApp, noApproval } from 'entrata-http-adapter';
import { startServer } from 'entrata-http-adapter/node';
import { createEntrata } from 'entrata-sdk';
import type { SandboxServer } from 'entrata-sdk/testing';
import { createKnexStore } from 'entrata-store/knex';
import { connectTo, type DatabaseAddress } from '../../entrata-store/test/support/databases.js';

export interface AdapterConfig {
  readonly address: DatabaseAddress;
  readonly sandbox: SandboxServer['options'];
  readonly recordCacheMs: number;
}

const config = JSON.parse(process.argv[2] ?? '') as AdapterConfig;
const store = createKnexStore({ knex: connectTo(config.address), cipher: 'plaintext' });
const app = createApp({
  entrata: createEntrata(config.sandbox),
  store,
  webhook: { verify: acceptUnverified(), approval: noApproval() },
  authenticate: async () => undefined,
  recordCacheMs: config.recordCacheMs,
  // The question is what an answer from the cache costs, so it stays fresh for the whole run.
  tourCacheMs: 3_600_000,
});
const server = await startServer(app, { startWorkers: false });
process.send?.(server.url);
