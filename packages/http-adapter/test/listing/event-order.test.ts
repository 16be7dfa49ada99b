import { createMemoryStore } from 'entrata-store';
import { afterEach, describe, expect, test } from 'vitest';
import type { DatabaseName } from '../../../entrata-store/test/support/databases.js';
import { sampleOn, testOnOne } from '../../../entrata-store/test/support/level.js';
import { type CompanyRig, freshCompany, onEachDatabase, onOneDatabase } from '../support/on-each-database.js';
import { type Rig, type RigParts, startRig, storeOn } from '../support/rig.js';
import { activate, houseStatuses, propertyOf, send } from './support/company-events.js';
import { interruptible } from './support/interruptible.js';

const hourMs = 3_600_000;
const clock = (offsetMs: number) => () => new Date(Date.now() + offsetMs);

/** An app whose machine's clock is off, on a store that believes the same clock. */
type Start = (offsetMs: number, like?: CompanyRig, parts?: RigParts) => Promise<CompanyRig>;

/** The same promises on any store. */
function declare(start: Start, database: DatabaseName = 'sqlite'): void {
  // The order is that of the numbers which the database gives; what is made of them is the same on each.
  const testOnce = testOnOne(database);

  test.each(
    sampleOn(
      database,
      [
        ['ahead', hourMs, 0],
        ['behind', 0, hourMs],
        ['right, and before it an hour behind', -hourMs, 0],
      ] as const,
      3,
    ),
  )('SUSPENDED takes effect when the clock that took the ACTIVATION was %s', async (_, before, after) => {
    const first = await start(before);
    expect((await activate(first)).status).toBe('accepted');
    await first.settled();
    const second = await start(after, first);
    expect(await send(second, 'SUSPENDED')).toMatchObject({ httpStatus: 200, status: 'accepted' });
    await second.settled();
    expect(await propertyOf(second)).toMatchObject({ desiredState: 'suspended', state: 'suspended' });
    expect(await houseStatuses(second)).toEqual(['hidden']);
  });

  test.each(sampleOn(database, [hourMs, -hourMs], 2))(
    'an ACTIVATION that SUSPENDED overtook stays overtaken when its clock is %d ms off',
    async (offset) => {
      const slow = await start(offset);
      await activate(slow);
      await slow.settled();
      // A worker whose clock is ahead would take the claim of the code for one whose time is over.
      const quick = await start(0, slow, { withoutWorkers: true });
      slow.sandbox.fail({ method: 'getAccessToken', fault: { kind: 'delay', ms: 600 } });
      const activation = activate(slow);
      await expect
        .poll(async () => (await slow.store.webhooks.list({ cid: slow.company.cid })).items)
        .toHaveLength(2);
      expect((await send(quick, 'SUSPENDED')).status).toBe('accepted');
      expect(await activation).toMatchObject({ httpStatus: 200, status: 'ignored', code: 'superseded' });
      expect(await propertyOf(quick)).toMatchObject({ desiredState: 'suspended' });
    },
  );

  testOnce.each([hourMs, -hourMs])(
    'an ACTIVATION delivered again has the place of its first delivery, %d ms off',
    async (offset) => {
      const first = await start(offset);
      await activate(first);
      await first.settled();
      const code = first.sandbox.issueCode(first.company.subdomain);
      expect((await activate(first, { code })).status).toBe('accepted');
      const second = await start(0, first);
      expect((await send(second, 'SUSPENDED')).status).toBe('accepted');
      expect(await activate(second, { code })).toMatchObject({ status: 'ignored', code: 'superseded' });
      // Another event with that code is one of its own, which comes now.
      expect((await activate(second, { code, extra: { feed_type: 'FULL' } })).status).toBe('accepted');
      expect((await activate(first, { requestType: 'SUSPENDED', code })).status).toBe('accepted');
      await second.settled();
      expect(await houseStatuses(second)).toEqual(['hidden']);
    },
  );

  testOnce('a code that failed before has its event in the place of its first delivery, too', async () => {
    const rig = await start(0);
    await activate(rig);
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    rig.sandbox.fail({ method: 'getAccessToken', fault: { kind: 'html', status: 503 } });
    expect((await activate(rig, { code })).httpStatus).toBe(502);
    expect((await send(rig, 'SUSPENDED')).status).toBe('accepted');
    expect(await activate(rig, { code })).toMatchObject({ status: 'ignored', code: 'superseded' });
  });

  testOnce(
    'a held event counts from its release, whatever came since and whatever the clocks say',
    async () => {
      const owner = await start(0);
      const held = await send(owner, 'SUSPENDED');
      expect(held.status).toBe('held');
      expect((await activate(owner)).status).toBe('accepted');
      await owner.settled();
      const late = await start(-hourMs, owner);
      const release = `${late.url}/api/admin/webhooks/${held.logId}/release`;
      const answer = await fetch(release, { method: 'POST', headers: { 'x-test-role': 'admin' } });
      expect(answer.status, await answer.text()).toBe(200);
      await late.settled();
      expect(await propertyOf(late)).toMatchObject({ state: 'suspended' });
    },
  );
}

await onEachDatabase('With clocks that differ', (stage) => {
  declare((offsetMs, like, parts) => {
    const now = clock(offsetMs);
    return stage.rig({
      ...parts,
      app: { now, ...(like && { entrata: like.entrata }) },
      // Many stand beside one another, and a server takes only so many connections.
      store: storeOn(stage.opened().connect({ poolSize: 4 }), { now }),
      ...(like && { company: like.company }),
    });
  }, stage.database);
});

describe('With clocks that differ in memory', () => {
  const rigs: Rig[] = [];
  afterEach(async () => {
    for (const rig of rigs.splice(0)) await rig.stop();
  });
  declare(async (offsetMs, like, parts) => {
    const company = like?.company ?? freshCompany();
    // Apps share it: one clock would make the other's claims of codes seem over.
    const store = like?.store ?? createMemoryStore({ now: clock(-hourMs) });
    const rig: Rig = await startRig({
      ...parts,
      store,
      sandbox: { companies: [company] },
      app: { now: clock(offsetMs), ...(like && { entrata: like.entrata }) },
    });
    rigs.push(rig);
    const propertyIds = company.properties.map(({ id }) => id);
    return { ...rig, company, propertyIds, propertyId: propertyIds[0] ?? '' };
  });
});

await onOneDatabase('With two instances that have both looked at a property', (stage) => {
  test('an event that was overtaken while it was accepted does not take effect after the newer one', async () => {
    const { store, interrupt } = interruptible(stage.store());
    const slow = await stage.rig({ store });
    await activate(slow);
    await slow.settled();
    const quick = await stage.rig({ company: slow.company, app: { entrata: slow.entrata } });
    // Each has looked at the property before the other has written; the one that came later writes first.
    interrupt(async () => {
      expect((await send(quick, 'SUSPENDED')).status).toBe('accepted');
    });
    const late = await send(slow, 'ACTIVATION', { extra: { feed_type: 'FULL' } });
    expect([late.httpStatus, late.code]).toEqual([200, 'superseded']);
    await quick.settled();
    expect(await propertyOf(slow)).toMatchObject({
      desiredState: 'suspended',
      state: 'suspended',
      eventSeq: 2,
    });
  });
});
