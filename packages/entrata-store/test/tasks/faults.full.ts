import { describe, expect, test } from 'vitest';
import { describeOnEachDatabase } from '../support/databases.js';
import { runSoak } from './soak/run-soak.js';

const calm = { processes: 2, kills: 0, pauses: 0, cuts: 0, jumps: 0, leaseMs: 1_000 };

await describeOnEachDatabase(
  'the judge of the faults',
  (database) => {
    describe('sees that', () => {
      test('claims have no fence', async () => {
        // A worker that is paused may by chance hold nothing.
        let staleAccepted = 0;
        for (let round = 0; round < 5 && staleAccepted === 0; round += 1) {
          const figures = await runSoak(database, { ...calm, pauses: 3, sabotage: 'claims have no fence' });
          staleAccepted = figures.staleAccepted;
        }
        expect(staleAccepted).toBeGreaterThan(0);
      }, 600_000);

      test('tasks are done before they run', async () => {
        const figures = await runSoak(database, {
          ...calm,
          kills: 5,
          sabotage: 'tasks are done before they run',
        });
        expect(figures.lost).toBeGreaterThan(0);
        expect(figures.effectsMissing).toBeGreaterThan(0);
      }, 600_000);

      test('rows do not decide', async () => {
        const figures = await runSoak(database, { ...calm, pauses: 2, sabotage: 'rows do not decide' });
        expect(figures.effectsDoubled).toBeGreaterThan(0);
      }, 600_000);
    });
  },
  ['sqlite'],
);
