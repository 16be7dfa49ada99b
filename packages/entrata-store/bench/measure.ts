/** One line of the result: `ratio` is ours divided by what it is measured against, in the same run. */
export interface Measure {
  readonly name: string;
  readonly ratio: number;
  readonly aim: number;
  readonly against: string;
  readonly unit: string;
}

/** Runs `work` over and over, `inFlight` at a time, for `ms`; how often a second. */
export async function perSecond(inFlight: number, ms: number, work: () => unknown): Promise<number> {
  const started = performance.now();
  let done = 0;
  const loop = async () => {
    while (performance.now() - started < ms) {
      await work();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, loop));
  return (done * 1_000) / (performance.now() - started);
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Measures several ways in turn, several times, so that a noisy moment hits all of them; medians. */
export async function compare(
  ways: Readonly<Record<string, () => Promise<number>>>,
  rounds = 5,
): Promise<Readonly<Record<string, number>>> {
  const results: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round += 1)
    for (const [name, run] of Object.entries(ways)) results[name] = [...(results[name] ?? []), await run()];
  return Object.fromEntries(Object.entries(results).map(([name, values]) => [name, median(values)]));
}
