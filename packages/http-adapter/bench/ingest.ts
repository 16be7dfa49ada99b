import type { TestDatabase } from '../../entrata-store/test/support/databases.js';
import type { IngestConfig, IngestReport } from './ingest-worker.js';
import { start } from './serve.js';
import type { Upstream, UpstreamConfig } from './upstream.js';

const cid = '9500';

interface Ingest {
  readonly properties: number;
  readonly latencyMs: number;
  readonly concurrency: number;
  /** Without it each property is fetched by a task of its own; with it all by one, many in a call, so often. */
  readonly refreshes?: number;
}

/** Fetches and stores a company's properties from an Entrata in another process, on a database of its own. */
export async function ingest(
  database: TestDatabase,
  { properties, latencyMs, concurrency, refreshes = 0 }: Ingest,
): Promise<IngestReport> {
  const opened = await database.open();
  const slow: UpstreamConfig = { cid, properties, latencyMs };
  const upstream = await start<Upstream>('./upstream.ts', slow);
  try {
    const { sandbox, token } = upstream.told;
    const config: IngestConfig = {
      address: opened.address,
      sandbox,
      seed: { cid, token, properties, as: refreshes === 0 ? 'waiting' : 'active' },
      concurrency,
      refreshes,
    };
    const worker = await start<IngestReport>('./ingest-worker.ts', config);
    worker.stop();
    return worker.told;
  } finally {
    upstream.stop();
    await opened.drop();
  }
}
