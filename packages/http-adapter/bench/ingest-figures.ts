import type { TestDatabase } from '../../entrata-store/test/support/databases.js';
import type { Figure } from './figure.js';
import { ingest } from './ingest.js';

const latencyMs = 50;

/** What working on many properties at once brings while Entrata takes its time. */
export async function benchConcurrency(database: TestDatabase): Promise<Figure> {
  const [many, few] = [2_000, 100];
  const alone = await ingest(database, { properties: few, latencyMs, concurrency: 1 });
  const together = await ingest(database, { properties: many, latencyMs, concurrency: 16 });
  const [ours, theirs] = [many / together.seconds, few / alone.seconds];
  return {
    name: `ingest of ${many} properties at ${latencyMs} ms latency, 16 at once`,
    ratio: ours / theirs,
    aim: '>= 14',
    against: `one at a time, ${few} of them`,
    unit: `properties/s (${ours.toFixed(1)} : ${theirs.toFixed(1)})`,
  };
}

/** Whether memory grows with the number of properties. The same work is done on both, as a heap grows with work. */
export async function benchMemory(database: TestDatabase): Promise<Figure> {
  const [many, few] = [10_000, 1_000];
  const plan = { latencyMs: 0, concurrency: 8 };
  const ours = await ingest(database, { ...plan, properties: many, refreshes: 1 });
  const theirs = await ingest(database, { ...plan, properties: few, refreshes: many / few });
  return {
    name: `peak memory, ${many} properties refreshed`,
    ratio: ours.peakMegabytes / theirs.peakMegabytes,
    aim: '<= 1.10',
    against: `${few} properties refreshed ${many / few} times`,
    unit: `MB (${ours.peakMegabytes.toFixed(0)} : ${theirs.peakMegabytes.toFixed(0)})`,
  };
}
