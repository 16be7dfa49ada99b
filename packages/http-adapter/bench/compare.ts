import { type LoadResult, load, percentile } from './raw-load.js';

export interface Comparison {
  /** Ours over theirs, median of the rounds. */
  readonly perSecond: number;
  readonly p99: number;
  readonly ours: number;
  readonly theirs: number;
}

const rounds = 9;
const roundMs = 700;

/** Loads two servers in turn, so that what else the machine does hits both alike. */
export async function compare(ours: string, theirs: string, connections = 50): Promise<Comparison> {
  for (const url of [ours, theirs]) await load(url, connections, roundMs);
  const pairs: [LoadResult, LoadResult][] = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = await load(ours, connections, roundMs);
    pairs.push([first, await load(theirs, connections, roundMs)]);
  }
  const p99 = (result: LoadResult) => percentile(result.latenciesMs, 0.99);
  return {
    perSecond: median(pairs.map(([a, b]) => a.perSecond / b.perSecond)),
    p99: median(pairs.map(([a, b]) => p99(a) / p99(b))),
    ours: median(pairs.map(([a]) => a.perSecond)),
    theirs: median(pairs.map(([, b]) => b.perSecond)),
  };
}

function median(values: readonly number[]): number {
  return percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}
