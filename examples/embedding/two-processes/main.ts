// PostgreSQL and two adapter processes behind one port: 20 taps on one slot book one tour.
import cluster, { type Worker } from 'node:cluster';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { FakeEntrata } from 'entrata-sdk/testing';
import { createSigner } from 'fast-jwt';
import createKnex from 'knex';
import { type Booking, callApp, nextTourTimes, waitForHouses } from '../call-app.js';
import type { WorkerConfig } from './worker-config.js';

const databaseUrl = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/test';
const schema = `example_${randomBytes(6).toString('hex')}`;
const knex = createKnex({
  client: 'pg',
  connection: databaseUrl,
  searchPath: [schema],
  pool: { min: 0, max: 1 },
});
await knex.raw(`create schema ${schema}`);

const sandbox = new FakeEntrata();
const sandboxServer = await sandbox.listen();
const config: WorkerConfig = {
  databaseUrl,
  schema,
  sandboxUrl: sandboxServer.url,
  oauth: sandbox.oauth,
  webhookSecret: 'a-secret-in-the-webhook-url',
  jwtSecret: 'a-secret-that-signs-tokens',
  encryptionKey: randomBytes(32).toString('hex'),
};

cluster.setupPrimary({ exec: fileURLToPath(new URL('worker.ts', import.meta.url)) });
const workers = [1, 2].map(() => cluster.fork({ WORKER_CONFIG: JSON.stringify(config) }));
try {
  const [url] = await Promise.all(workers.map((worker) => message(worker, 'url')));
  await play(String(url));
} finally {
  const counts = await Promise.all(workers.map(stop));
  console.log(`answered by ${counts.filter((count) => Number(count) > 0).length} processes`);
  await knex.raw(`drop schema ${schema} cascade`);
  await knex.destroy();
  await sandboxServer.close();
}

async function play(url: string): Promise<void> {
  const [company] = sandbox.companies;
  if (company === undefined) throw new Error('the sandbox has no company');
  const activations = company.properties.map(({ id }) =>
    sandbox.sendWebhook(`${url}/webhooks/entrata/${config.webhookSecret}`, {
      requestType: 'ACTIVATION',
      subdomain: company.subdomain,
      propertyId: id,
    }),
  );
  const statuses = (await Promise.all(activations)).map(({ status }) => status);
  console.log(`${statuses.length} webhooks at once: ${[...new Set(statuses)].join(', ')}`);
  console.log(`clients: ${(await knex('entrata_clients')).length}, agents: ${(await knex('users')).length}`);

  const sub = 'riley';
  const riley = { id: sub, role: 'user', name: 'Riley Renter', email: 'riley@example.test' };
  await knex('users').insert({ ...riley, created_at: Date.now() });
  const token = createSigner({ key: config.jwtSecret, expiresIn: '5m' })({ sub });
  const [house] = await waitForHouses(url, token, statuses.length);
  if (house === undefined) throw new Error('there is no house');
  const [slot] = await nextTourTimes(url, token, house.id);
  const tap = () => callApp<Booking>(`${url}/api/viewings`, token, { houseId: house.id, ...slot });
  const answers = await Promise.all(Array.from({ length: 20 }, tap));
  console.log(`20 taps: ${answers.filter(({ status }) => status < 300).length} answered well`);
  console.log(
    `viewings: ${(await knex('viewings')).length}, tours at Entrata: ${sandbox.ledger.appointments.length}`,
  );
}

function message(worker: Worker, key: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.on('message', (sent) => key in sent && resolve(sent[key]));
    worker.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)));
  });
}

async function stop(worker: Worker): Promise<unknown> {
  const answered = message(worker, 'answered').catch(() => 0);
  worker.process.kill('SIGTERM');
  return answered;
}
