import { expect, test } from 'vitest';
import { testOnOne } from '../../../entrata-store/test/support/level.js';
import type { Step } from '../../src/index.js';
import { type CompanyRig, freshCompany, onEachDatabase } from '../support/on-each-database.js';
import { activate, houseStatuses, propertyOf, send } from './support/company-events.js';

const fetches = (rig: CompanyRig) =>
  rig.sandbox.journal.filter(({ method }) => method === 'getMitsPropertyUnits').length;

/** Stops the app at the next time it reaches a step, until released. */
function gate() {
  let open = () => {};
  let arrived = () => {};
  const reached = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let wanted: Step | undefined;
  return {
    at(step: Step) {
      wanted = step;
    },
    reached,
    open,
    atStep: async (step: Step) => {
      if (step !== wanted) return;
      wanted = undefined;
      arrived();
      await opened;
    },
  };
}

await onEachDatabase('A property', (stage) => {
  const testOnce = testOnOne(stage.database);
  testOnce(
    'activated twice is approved and fetched again; the same activation again is a duplicate',
    async () => {
      const rig = await stage.rig();
      await activate(rig);
      await rig.settled();
      const code = rig.sandbox.issueCode(rig.company.subdomain);
      expect((await activate(rig, { code })).status).toBe('accepted');
      await rig.settled();
      expect((await activate(rig, { code })).status).toBe('duplicate');
      await rig.settled();
      expect(rig.sandbox.approvals).toHaveLength(2);
      expect(fetches(rig)).toBe(2);
      expect(await houseStatuses(rig)).toEqual(['active']);
      expect(await propertyOf(rig)).toMatchObject({ state: 'active', eventSeq: 2, reachedSeq: 2 });
    },
  );

  testOnce('has its houses hidden by SUSPENDED, and shown again by a later ACTIVATION', async () => {
    const rig = await stage.rig();
    await activate(rig);
    await rig.settled();
    expect((await send(rig, 'SUSPENDED')).status).toBe('accepted');
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ state: 'suspended' });
    expect(await houseStatuses(rig)).toEqual(['hidden']);
    await send(rig, 'ACTIVATION');
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ state: 'active', approval: 'sent' });
    expect(await houseStatuses(rig)).toEqual(['active']);
    expect(rig.sandbox.approvals).toHaveLength(2);
    expect(rig.notifications.map(({ type }) => type).filter((type) => type.startsWith('property.'))).toEqual([
      'property.activated',
      'property.suspended',
      'property.activated',
    ]);
  });

  test('ends active after ACTIVATION, SUSPENDED, ACTIVATION in quick succession', async () => {
    const rig = await stage.rig();
    await activate(rig);
    const answers = [await send(rig, 'SUSPENDED'), await send(rig, 'ACTIVATION')];
    expect(answers.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ state: 'active', eventSeq: 3, reachedSeq: 3 });
    expect(await houseStatuses(rig)).toEqual(['active']);
  });

  test.each(['property.approved', 'listing.fetched'] as const)(
    'ends suspended when SUSPENDED comes while its activation is at %s',
    async (step) => {
      const held = gate();
      const rig = await stage.rig({ app: { atStep: held.atStep } });
      held.at(step);
      await activate(rig);
      await held.reached;
      expect((await send(rig, 'SUSPENDED')).status).toBe('accepted');
      held.open();
      await rig.settled();
      expect(await propertyOf(rig)).toMatchObject({ state: 'suspended', eventSeq: 2, reachedSeq: 2 });
      expect(await houseStatuses(rig)).not.toContain('active');
    },
  );

  test('ends suspended when SUSPENDED comes while Entrata is still exchanging the code of its activation', async () => {
    const rig = await stage.rig();
    await activate(rig);
    await rig.settled();
    rig.sandbox.fail({ method: 'getAccessToken', fault: { kind: 'delay', ms: 600 } });
    const activation = activate(rig);
    await expect
      .poll(() => rig.store.webhooks.list({ cid: rig.company.cid }))
      .toMatchObject({
        items: [{ requestType: 'ACTIVATION', outcome: undefined }, {}],
      });
    expect((await send(rig, 'SUSPENDED')).status).toBe('accepted');
    const late = await activation;
    expect([late.httpStatus, late.status, late.code]).toEqual([200, 'ignored', 'superseded']);
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ state: 'suspended', eventSeq: 2, reachedSeq: 2 });
    // What the code proved is kept all the same.
    expect(await rig.store.clients.findByCid(rig.company.cid)).toMatchObject({ tokenVersion: 2 });
  });

  test('ends active when the activation comes while it is being hidden', async () => {
    const held = gate();
    const rig = await stage.rig({ app: { atStep: held.atStep } });
    await activate(rig);
    await rig.settled();
    held.at('houses.hidden');
    await send(rig, 'SUSPENDED');
    await held.reached;
    await send(rig, 'ACTIVATION');
    held.open();
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ state: 'active', reachedSeq: 3 });
    expect(await houseStatuses(rig)).toEqual(['active']);
  });

  testOnce('suspended before it was ever active is neither approved nor fetched', async () => {
    const rig = await stage.rig();
    await activate(rig);
    const [, second = ''] = rig.propertyIds;
    expect((await send(rig, 'SUSPENDED', { propertyId: second })).status).toBe('accepted');
    await rig.settled();
    expect(await propertyOf(rig, second)).toMatchObject({ state: 'suspended', approval: 'none' });
    expect(rig.sandbox.approvals.map(({ propertyId }) => propertyId)).toEqual([rig.propertyId]);
    expect(await houseStatuses(rig)).toEqual(['active']);
  });

  testOnce('of nobody is held when it is suspended, and asked for a code when it is activated', async () => {
    const rig = await stage.rig();
    const held = await send(rig, 'SUSPENDED');
    expect([held.httpStatus, held.status, held.code]).toEqual([202, 'held', 'unknown_client']);
    const refused = await send(rig, 'ACTIVATION');
    expect([refused.httpStatus, refused.status, refused.field]).toEqual([400, 'invalid_request', 'authCode']);
    expect(await rig.store.clients.findByCid(rig.company.cid)).toBeUndefined();
  });

  testOnce("of somebody else's changes nothing of theirs", async () => {
    const [owner, other] = [freshCompany(), freshCompany()];
    const rig = await stage.rig({ sandbox: { companies: [owner, other] } });
    const [theirs = '', alsoTheirs = ''] = owner.properties.map(({ id }) => id);
    await activate(rig, { subdomain: owner.subdomain, propertyId: theirs });
    await activate(rig, { subdomain: other.subdomain, propertyId: other.properties[0]?.id ?? '' });
    await send(rig, 'SUSPENDED', { subdomain: other.subdomain, propertyId: theirs });
    await activate(rig, { subdomain: other.subdomain, propertyId: alsoTheirs });
    await rig.settled();
    const [ownerClient, otherClient] = [
      await rig.store.clients.findByCid(owner.cid),
      await rig.store.clients.findByCid(other.cid),
    ];
    expect(await rig.store.properties.findByEntrataId(ownerClient?.id ?? '', theirs)).toMatchObject({
      state: 'active',
      eventSeq: 1,
    });
    // Entrata refuses the other client's token for it, so nothing of it is stored.
    const foreign = await rig.store.properties.findByEntrataId(otherClient?.id ?? '', alsoTheirs);
    expect(foreign).toMatchObject({ state: 'pending', approval: 'failed' });
    expect(foreign?.lastError).toBeTypeOf('string');
    const houses = await rig.store.houses.list({ status: 'active' });
    const shown = houses.items.filter(({ clientId }) =>
      [ownerClient?.id, otherClient?.id].includes(clientId),
    );
    expect(shown.map(({ propertyId }) => propertyId).sort()).toEqual(
      [theirs, other.properties[0]?.id].sort(),
    );
  });

  testOnce('keeps a changed feed type as it was sent, and is fetched again', async () => {
    const rig = await stage.rig();
    await activate(rig);
    await rig.settled();
    await send(rig, 'CHANGE_FEED_TYPE', { extra: { feed_type: 'Minimal Feed' } });
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ state: 'active', feedType: 'Minimal Feed' });
    expect(fetches(rig)).toBe(2);
    await send(rig, 'CHANGE_FEED_TYPE');
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ feedType: 'Minimal Feed', eventSeq: 3, reachedSeq: 3 });
    expect(fetches(rig)).toBe(3);
    expect(rig.sandbox.approvals).toHaveLength(1);
  });

  testOnce('that is suspended stays so when its feed type changes', async () => {
    const rig = await stage.rig();
    await activate(rig);
    await send(rig, 'SUSPENDED');
    await send(rig, 'CHANGE_FEED_TYPE', { extra: { feed_type: 'FULL' } });
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ state: 'suspended', feedType: 'FULL', reachedSeq: 3 });
    expect(await houseStatuses(rig)).not.toContain('active');
  });

  testOnce(
    'takes an event that repeats the latest one for a duplicate, and one after another event not',
    async () => {
      const rig = await stage.rig();
      await activate(rig);
      const statuses = [];
      for (const type of ['SUSPENDED', 'SUSPENDED', 'ACTIVATION', 'SUSPENDED']) {
        statuses.push((await send(rig, type)).status);
      }
      expect(statuses).toEqual(['accepted', 'duplicate', 'accepted', 'accepted']);
      await rig.settled();
      expect(await propertyOf(rig)).toMatchObject({ state: 'suspended', eventSeq: 4, reachedSeq: 4 });
    },
  );

  testOnce('is deactivated by a request type that the deployment named', async () => {
    const rig = await stage.rig({
      sandbox: { wire: { webhook: { requestTypes: { Unsubscribed: 'deactivate', NEWS: 'ignore' } } } },
    });
    await activate(rig);
    expect((await send(rig, 'NEWS')).status).toBe('ignored');
    expect((await send(rig, 'unsubscribed')).status).toBe('accepted');
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ state: 'inactive' });
    expect(await houseStatuses(rig)).not.toContain('active');
  });

  testOnce('that no task carries any more is resumed by the sweeper', async () => {
    const rig = await stage.rig();
    await activate(rig);
    await rig.settled();
    const clientId = (await propertyOf(rig))?.clientId ?? '';
    const { propertyId } = rig;
    await rig.store.properties.recordEvent({
      clientId,
      propertyId,
      desiredState: 'suspended',
      fingerprint: 'no task',
    });
    await stage.rig({ app: { now: () => new Date(Date.now() + 3_600_000) } });
    await expect.poll(async () => (await propertyOf(rig))?.state, { timeout: 60_000 }).toBe('suspended');
    expect(await houseStatuses(rig)).toEqual(['hidden']);
  });
});
