import { expect, test } from 'vitest';
import { answerApproval, apiApproval, createApp, noApproval, type Step } from '../../src/index.js';
import { type CompanyRig, freshCompany, onEachDatabase } from '../support/on-each-database.js';

const send = (rig: CompanyRig, requestType: string, more: object = {}) =>
  rig.send({
    requestType,
    subdomain: rig.company.subdomain,
    propertyId: rig.propertyId,
    withCode: false,
    ...more,
  });

const activate = (rig: CompanyRig, more: object = {}) => send(rig, 'ACTIVATION', { withCode: true, ...more });

async function propertyOf(rig: CompanyRig, propertyId = rig.propertyId) {
  const client = await rig.store.clients.findByCid(rig.company.cid);
  return rig.store.properties.findByEntrataId(client?.id ?? '', propertyId);
}

async function houseStatuses(rig: CompanyRig) {
  const client = await rig.store.clients.findByCid(rig.company.cid);
  const { items } = await rig.store.houses.list({ clientId: client?.id ?? '' });
  return items.map(({ status }) => status);
}

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
  test('activated twice is approved once and fetched again', async () => {
    const rig = await stage.rig();
    await activate(rig);
    await rig.settled();
    expect((await activate(rig)).status).toBe('accepted');
    await rig.settled();
    expect(rig.sandbox.approvals).toHaveLength(1);
    expect(fetches(rig)).toBe(2);
    expect(await houseStatuses(rig)).toEqual(['active']);
    expect(await propertyOf(rig)).toMatchObject({ state: 'active', eventSeq: 2, reachedSeq: 2 });
  });

  test('has its houses hidden by SUSPENDED, and shown again by a later ACTIVATION', async () => {
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

  test('suspended before it was ever active is neither approved nor fetched', async () => {
    const rig = await stage.rig();
    await activate(rig);
    const [, second = ''] = rig.propertyIds;
    expect((await send(rig, 'SUSPENDED', { propertyId: second })).status).toBe('accepted');
    await rig.settled();
    expect(await propertyOf(rig, second)).toMatchObject({ state: 'suspended', approval: 'none' });
    expect(rig.sandbox.approvals.map(({ propertyId }) => propertyId)).toEqual([rig.propertyId]);
    expect(await houseStatuses(rig)).toEqual(['active']);
  });

  test('of nobody is held when it is suspended, and asked for a code when it is activated', async () => {
    const rig = await stage.rig();
    const held = await send(rig, 'SUSPENDED');
    expect([held.httpStatus, held.status, held.code]).toEqual([202, 'held', 'unknown_client']);
    const refused = await send(rig, 'ACTIVATION');
    expect([refused.httpStatus, refused.status, refused.field]).toEqual([400, 'invalid_request', 'authCode']);
    expect(await rig.store.clients.findByCid(rig.company.cid)).toBeUndefined();
  });

  test("of somebody else's changes nothing of theirs", async () => {
    const [owner, other] = [freshCompany(), freshCompany()];
    const rig = await stage.rig({ sandbox: { companies: [owner, other] } });
    const [theirs = '', alsoTheirs = ''] = owner.properties.map(({ id }) => id);
    await activate(rig, { subdomain: owner.subdomain, propertyId: theirs });
    await activate(rig, { subdomain: other.subdomain, propertyId: other.properties[0]?.id });
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

  test('keeps a changed feed type as it was sent, and is fetched again', async () => {
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

  test('that is suspended stays so when its feed type changes', async () => {
    const rig = await stage.rig();
    await activate(rig);
    await send(rig, 'SUSPENDED');
    await send(rig, 'CHANGE_FEED_TYPE', { extra: { feed_type: 'FULL' } });
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ state: 'suspended', feedType: 'FULL', reachedSeq: 3 });
    expect(await houseStatuses(rig)).not.toContain('active');
  });

  test('takes an event that repeats the latest one for a duplicate, and one after another event not', async () => {
    const rig = await stage.rig();
    await activate(rig);
    const statuses = [];
    for (const type of ['SUSPENDED', 'SUSPENDED', 'ACTIVATION', 'SUSPENDED']) {
      statuses.push((await send(rig, type)).status);
    }
    expect(statuses).toEqual(['accepted', 'duplicate', 'accepted', 'accepted']);
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ state: 'suspended', eventSeq: 4, reachedSeq: 4 });
  });

  test('is deactivated by a request type that the deployment named', async () => {
    const rig = await stage.rig({
      webhook: { requestTypes: { UNSUBSCRIBED: 'deactivate', NEWS: 'ignore' } },
    });
    await activate(rig);
    expect((await send(rig, 'NEWS')).status).toBe('ignored');
    expect((await send(rig, 'unsubscribed')).status).toBe('accepted');
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ state: 'inactive' });
    expect(await houseStatuses(rig)).not.toContain('active');
  });
});

await onEachDatabase('The approval', (stage) => {
  test('is sent again when it failed, and the houses follow', async () => {
    const rig = await stage.rig();
    // Beyond the SDK's own retries, so that the task has to come back.
    rig.sandbox.fail({ method: 'updatePropertyStatus', times: 3, fault: { kind: 'status', status: 503 } });
    await activate(rig);
    await expect
      .poll(() => propertyOf(rig), { timeout: 20_000 })
      .toMatchObject({ state: 'active', approval: 'sent' });
    expect(rig.sandbox.approvals).toHaveLength(1);
    expect(await houseStatuses(rig)).toEqual(['active']);
  });

  test('is not repeated when the fetch after it failed', async () => {
    const rig = await stage.rig();
    rig.sandbox.fail({ method: 'getMitsPropertyUnits', times: 3, fault: { kind: 'html' } });
    await activate(rig);
    await expect.poll(() => propertyOf(rig), { timeout: 20_000 }).toMatchObject({ state: 'active' });
    expect(rig.sandbox.approvals).toHaveLength(1);
    expect(await houseStatuses(rig)).toEqual(['active']);
  });

  test('that Entrata refuses leaves the property pending, says why, and is told of', async () => {
    const rig = await stage.rig();
    rig.sandbox.fail({
      method: 'updatePropertyStatus',
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'error', code: 311, message: 'No permission' },
    });
    await activate(rig);
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({
      state: 'pending',
      approval: 'failed',
      lastError: 'forbidden',
    });
    expect(await houseStatuses(rig)).toEqual([]);
    expect(rig.notifications.map(({ type }) => type)).toContain('property.failed');
  });

  test('may be the HTTP answer: committed first, and given again to a redelivery', async () => {
    const rig = await stage.rig({
      webhook: {
        approval: answerApproval(({ propertyId, cid }) => ({
          status: 201,
          contentType: 'application/xml',
          body: `<approved cid="${cid}" property="${propertyId}"/>`,
        })),
      },
    });
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    for (const _ of [1, 2]) {
      const answer = await activate(rig, { code });
      expect(answer).toMatchObject({
        httpStatus: 201,
        text: `<approved cid="${rig.company.cid}" property="${rig.propertyId}"/>`,
      });
      expect(answer.headers).toMatchObject({
        'content-type': 'application/xml',
        'cache-control': 'no-store',
      });
      expect(await propertyOf(rig)).toMatchObject({ approval: 'sent' });
    }
    expect((await send(rig, 'SUSPENDED')).status).toBe('accepted');
    await rig.settled();
    expect(rig.sandbox.approvals).toEqual([]);
  });

  test('may be both call and answer', async () => {
    const both = await stage.rig({
      webhook: { approval: { ...apiApproval(), ...answerApproval(() => ({ body: '{"approved":true}' })) } },
    });
    expect((await activate(both)).text).toBe('{"approved":true}');
    await both.settled();
    expect(both.sandbox.approvals).toHaveLength(1);
  });

  test('may be left out by an explicit choice', async () => {
    const neither = await stage.rig({ webhook: { approval: noApproval() } });
    await activate(neither);
    await neither.settled();
    expect(neither.sandbox.approvals).toEqual([]);
    expect(await houseStatuses(neither)).toEqual(['active']);
    expect(await propertyOf(neither)).toMatchObject({ state: 'active', approval: 'none' });
  });
});

await onEachDatabase(
  'An app',
  (stage) => {
    test.each(['verify', 'approval'])('without a choice of %s does not start', async (name) => {
      const { store, entrata } = await stage.rig();
      const webhook = { verify: () => 'verified', approval: noApproval(), [name]: undefined };
      expect(() =>
        // A caller without types.
        createApp({ store, entrata, webhook, authenticate: async () => undefined } as never),
      ).toThrow(new RegExp(`webhook\\.${name}`));
    });
  },
  ['sqlite'],
);
