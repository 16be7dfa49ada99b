import { expect, test } from 'vitest';
import { describeOnEachDatabase } from '../support/databases.js';
import { runSoak } from './soak/run-soak.js';

const calm = { processes: 2, kills: 0, pauses: 0, cuts: 0, jumps: 0, leaseMs: 1_000 };

// The long form, and the judge of it, are in faults.full.ts.
await describeOnEachDatabase('tasks under faults', (database) => {
  test('kills, pauses, cut connections and clock jumps lose nothing and double nothing', async () => {
    const figures = await runSoak(database, { ...calm, kills: 3, pauses: 1, cuts: 1, jumps: 2 });
    expect(figures).toMatchObject({ lost: 0, effectsMissing: 0, effectsDoubled: 0, staleAccepted: 0 });
    expect(figures.tasks).toBeGreaterThan(100);
  }, 600_000);
});
