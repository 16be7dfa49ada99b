import { type Store, secret } from 'entrata-store';
import { createKnexStore, migrate } from 'entrata-store/knex';
import type { OpenDatabase, TestDatabase } from '../../entrata-store/test/support/databases.js';
import { enqueueConverge } from '../src/flows/converge-task.js';
import type { IngestConfig, IngestReport } from './ingest-worker.js';
import { start } from './serve.js';
import type { Upstream, UpstreamConfig } from './upstream.js';

const cid = '9500';
const propertiesAtOnce = 500;

interface Ingest {
  readonly properties: number;
  readonly latencyMs: number;
  readonly concurrency: number;
  /** Fetches all of them in one task, many in a call, so many times; else each by a task of its own. */
  readonly refreshes?: number;
}

/** Fetches and stores a company's properties from an Entrata in another process, on a database of its own. */
export async function ingest(database: TestDatabase, plan: Ingest): Promise<IngestReport> {
  const { properties, latencyMs, concurrency, refreshes } = plan;
  const opened = await database.open();
  const config: UpstreamConfig = { cid, properties, latencyMs };
  const upstream = await start<Upstream>('./upstream.ts', config);
  try {
    const { sandbox, token } = upstream.told;
    const clientId = await seed(opened, token, plan);
    const { address } = opened;
    const work: IngestConfig = {
      address,
      sandbox,
      concurrency,
      ...(refreshes === undefined ? {} : { refresh: { clientId, times: refreshes } }),
    };
    const worker = await start<IngestReport>('./ingest-worker.ts', work);
    worker.stop();
    await expectHouses(opened, properties);
    return worker.told;
  } finally {
    upstream.stop();
    await opened.drop();
  }
}

async function seed(opened: OpenDatabase, token: string, { properties, refreshes }: Ingest): Promise<string> {
  const knex = opened.connect();
  await migrate(knex);
  const store = createKnexStore({ knex, cipher: 'plaintext', destroyOnClose: true });
  const { client } = await store.clients.connect({
    cid,
    subdomain: `company-${cid}`,
    companyName: 'Bench Company',
    token: { accessToken: secret(token), expiresAt: undefined },
    agent: { name: 'Bench Agent' },
  });
  for (let first = 0; first < properties; first += propertiesAtOnce) {
    await seedSome(store, client.id, first, Math.min(properties, first + propertiesAtOnce), refreshes);
  }
  await store.close();
  return client.id;
}

function seedSome(
  store: Store,
  clientId: string,
  first: number,
  end: number,
  refreshes: number | undefined,
): Promise<void> {
  return store.transaction(async (tx) => {
    for (let index = first; index < end; index++) {
      const propertyId = String(Number(cid) * 10_000 + index);
      const wish = { clientId, propertyId, desiredState: 'active', fingerprint: propertyId } as const;
      const { property } = await tx.properties.want(wish);
      if (refreshes === undefined) await enqueueConverge(tx.tasks, property);
      else await tx.properties.reach(property.id, property.eventSeq, { state: 'active' });
    }
  });
}

async function expectHouses(opened: OpenDatabase, expected: number): Promise<void> {
  const knex = opened.connect();
  const [row] = await knex('houses').where('status', 'active').count({ count: '*' });
  if (Number(row?.count) !== expected) throw new Error(`${row?.count} houses were stored, not ${expected}`);
}
