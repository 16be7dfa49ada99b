import { expect, test } from 'vitest';
import { describeOnEachDatabase } from '../support/databases.js';
import { isLongRun } from '../support/level.js';
import { runSoak } from './soak/run-soak.js';

const faults = isLongRun
  ? { kills: 10, pauses: 2, cuts: 3, jumps: 4 }
  : { kills: 2, pauses: 1, cuts: 1, jumps: 1 };

// That the judge sees what it should is in faults.full.ts.
await describeOnEachDatabase('tasks under faults', (database) => {
  test('kills, pauses, cut connections and clock jumps lose nothing and double nothing', async () => {
    const figures = await runSoak(database, { processes: 2, leaseMs: 1_000, ...faults });
    expect(figures).toMatchObject({ lost: 0, effectsMissing: 0, effectsDoubled: 0, staleAccepted: 0 });
    expect(figures.tasks).toBeGreaterThan(100);
  }, 600_000);
});
