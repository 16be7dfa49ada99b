import { expect, test } from 'vitest';
import { freshCompany, onEachDatabase, type Stage } from '../../support/on-each-database.js';
import { type CrashPoint, crashPoints, playCrash } from './crash-case.js';

/** At which steps it is killed on an engine, and at which of them it is also left without a redelivery. */
interface CrashSample {
  isTried(point: CrashPoint, stage: Stage): boolean;
  isResumed(point: CrashPoint, stage: Stage): boolean;
}

/** Kills an adapter at steps of the inbound flows. */
export const declareCrashes = ({ isTried, isResumed }: CrashSample): Promise<void> =>
  onEachDatabase('Killed', (stage) => {
    const undisturbed = new Map<string, unknown>();

    async function endStateWithoutKill(events: readonly string[]): Promise<unknown> {
      const key = events.join();
      if (!undisturbed.has(key)) {
        const { address } = stage.opened();
        const { endState } = await playCrash(address, freshCompany(1), { step: undefined, events });
        undisturbed.set(key, endState);
      }
      return undisturbed.get(key);
    }

    test.each(crashPoints.filter((point) => isTried(point, stage)))(
      'at $step of $events, the adapter ends where it would have ended',
      async (point) => {
        const { step, events } = point;
        const { address } = stage.opened();
        const crashed = await playCrash(address, freshCompany(1), point);
        expect(crashed.endState).toEqual(await endStateWithoutKill(events));
        expect(crashed.acknowledged).toBe(events.length);
        // Entrata accepted, and nobody lived to record it: only then is the approval sent again.
        expect(crashed.doubledApprovals).toBe(step === 'property.approved' ? 1 : 0);
      },
    );

    test.each(crashPoints.filter((point) => !point.needsRedelivery && isResumed(point, stage)))(
      'at $step of $events, it needs no redelivery: the webhook is resumed from the rows',
      async (point) => {
        const { address } = stage.opened();
        const crashed = await playCrash(address, freshCompany(1), { ...point, isRedelivered: false });
        expect(crashed.endState).toEqual(await endStateWithoutKill(point.events));
        expect(crashed.acknowledged).toBeLessThanOrEqual(point.events.length);
        expect(crashed.doubledApprovals).toBe(point.step === 'property.approved' ? 1 : 0);
      },
    );
  });
