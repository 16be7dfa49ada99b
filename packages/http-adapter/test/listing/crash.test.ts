import { expect, test } from 'vitest';
import { freshCompany, onEachDatabase } from '../support/on-each-database.js';
import { crashPoints, playCrash } from './support/crash-case.js';

await onEachDatabase('Killed', (stage) => {
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

  test.each(crashPoints)('at $step, the adapter ends where it would have ended', async ({ step, events }) => {
    const { address } = stage.opened();
    const crashed = await playCrash(address, freshCompany(1), { step, events });
    expect(crashed.endState).toEqual(await endStateWithoutKill(events));
    expect(crashed.acknowledged).toBe(events.length);
    // Entrata accepted, and nobody lived to record it: only then is the approval sent again.
    expect(crashed.doubledApprovals).toBe(step === 'property.approved' ? 1 : 0);
  });

  test('with the code claimed, it needs no redelivery: the rows carry the webhook on', async () => {
    const { address } = stage.opened();
    const events = ['ACTIVATION'];
    const plan = { step: 'code.kept', events, isRedelivered: false } as const;
    const crashed = await playCrash(address, freshCompany(1), plan);
    expect(crashed.endState).toEqual(await endStateWithoutKill(events));
    expect(crashed.acknowledged).toBe(0);
  });
});
