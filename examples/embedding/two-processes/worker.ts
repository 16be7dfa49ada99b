// One of several adapter processes: the same code as for one process, on a database that they share.
import { apiApproval, createApp, type Instrument, jwtAuthenticator, urlSecret } from 'entrata-http-adapter';
import { startServer } from 'entrata-http-adapter/node';
import { createEntrata } from 'entrata-sdk';
import { aesGcmCipher } from 'entrata-store';
import { createKnexStore, migrate } from 'entrata-store/knex';
import createKnex from 'knex';
import { sandboxEndpoints } from '../../server/sandbox-endpoints.js';
import type { WorkerConfig } from './worker-config.js';

// The primary process wrote it.
const config = JSON.parse(process.env.WORKER_CONFIG ?? '{}') as WorkerConfig;

const knex = createKnex({
  client: 'pg',
  connection: config.databaseUrl,
  searchPath: [config.schema],
  pool: { min: 0, max: 5 },
});
// Both processes do this at the same time; one waits for the other.
await migrate(knex);
const cipher = aesGcmCipher({ keys: { one: config.encryptionKey }, activeKeyId: 'one' });
const store = createKnexStore({ knex, cipher, destroyOnClose: true });
const entrata = createEntrata({ oauth: config.oauth, ...sandboxEndpoints(config.sandboxUrl) });

let answered = 0;
const counter: Instrument = {
  request(_, answer) {
    answered += 1;
    return answer();
  },
};
const app = createApp({
  entrata,
  store,
  webhook: { verify: urlSecret(config.webhookSecret), approval: apiApproval() },
  authenticate: jwtAuthenticator({ secret: config.jwtSecret, store }),
  instruments: [counter],
});
// In a cluster, port 0 is the same free port for every worker.
const server = await startServer(app, { port: 0 });
process.send?.({ url: server.url });

process.once('SIGTERM', async () => {
  await server.stop();
  await entrata.close();
  await store.close();
  process.send?.({ answered });
  process.disconnect();
});
