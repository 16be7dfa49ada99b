import { expect, test } from 'vitest';
import { storedHouse } from '../../../entrata-store/src/testing/cases/samples.js';
import { codeProof } from '../../src/index.js';
import { codeDigest } from '../../src/webhook/webhook-event.js';
import { type CompanyRig, onEachDatabase, onOneDatabase } from '../support/on-each-database.js';
import { storeOn } from '../support/rig.js';
import { activate, exchanges, houseStatuses, propertyOf, send, tokenOf } from './support/company-events.js';
import { interruptible } from './support/interruptible.js';

async function post(rig: CompanyRig, path: string) {
  const headers = { 'x-test-role': 'admin' };
  const response = await fetch(`${rig.url}/api/admin/${path}`, { method: 'POST', headers });
  const body = (await response.json()) as Readonly<Record<string, string>>;
  return { status: response.status, body };
}

/** As an administrator does it. */
async function change(rig: CompanyRig, how: 'revoke' | 'reinstate') {
  const client = await rig.store.clients.findByCid(rig.company.cid);
  return post(rig, `clients/${client?.id}/${how}`);
}

async function activateAll(rig: CompanyRig) {
  for (const propertyId of rig.propertyIds) await activate(rig, { propertyId });
  await rig.settled();
}

const states = async (rig: CompanyRig) =>
  Promise.all(rig.propertyIds.map(async (id) => (await propertyOf(rig, id))?.state));

const isShown = async (rig: CompanyRig) => (await houseStatuses(rig)).includes('active');

await onOneDatabase('A revoked client', (stage) => {
  test('has none of its houses on sale and no token, and nobody else loses any', async () => {
    const rig = await stage.rig();
    const neighbour = await storedHouse(rig.store);
    await activateAll(rig);
    expect(await houseStatuses(rig)).toEqual(['active', 'active', 'active']);
    const answer = await change(rig, 'revoke');
    expect([answer.status, answer.body.status]).toEqual([200, 'revoked']);
    expect(await houseStatuses(rig)).toEqual(['hidden', 'hidden', 'hidden']);
    expect(await states(rig)).toEqual(['inactive', 'inactive', 'inactive']);
    expect(await tokenOf(rig)).toMatchObject({ token: undefined, client: { status: 'revoked' } });
    expect((await rig.store.houses.find(neighbour.id))?.status).toBe('active');
    await rig.app.refreshHouses();
    await rig.settled();
    expect(await isShown(rig)).toBe(false);
    expect(rig.logger.lines).toContainEqual(
      expect.objectContaining({
        message: 'an administrator revoked a client',
        fields: expect.objectContaining({ properties: 3, houses: 3 }),
      }),
    );
  });

  test('whose houses are still on sale, as an older release left them, loses them when it is revoked again', async () => {
    const rig = await stage.rig();
    await activateAll(rig);
    const { client } = await tokenOf(rig);
    await rig.store.clients.revoke(client?.id ?? '');
    expect(await isShown(rig)).toBe(true);
    expect((await change(rig, 'revoke')).status).toBe(200);
    expect(await isShown(rig)).toBe(false);
  });

  test('is taken down by a SUSPENDED of a verified sender; all else is held, its code not exchanged', async () => {
    const rig = await stage.rig();
    await activateAll(rig);
    await change(rig, 'revoke');
    const before = exchanges(rig);
    for (const withCode of [false, true]) {
      const [, propertyId = ''] = rig.propertyIds;
      const answer = await send(rig, 'SUSPENDED', { propertyId, withCode });
      expect([answer.httpStatus, answer.status]).toEqual([200, 'accepted']);
    }
    for (const [requestType, withCode] of [
      ['ACTIVATION', true],
      ['ACTIVATION', false],
      ['CHANGE_FEED_TYPE', false],
    ] as const) {
      const answer = await send(rig, requestType, { withCode });
      expect([answer.httpStatus, answer.status, answer.code]).toEqual([202, 'held', 'client_revoked']);
    }
    await rig.settled();
    expect(await states(rig)).toEqual(['inactive', 'suspended', 'inactive']);
    expect(exchanges(rig)).toBe(before);
    expect((await tokenOf(rig)).client).toMatchObject({ status: 'revoked', accessToken: undefined });
  });

  test('is not taken down by a sender who is not verified: that is held, too', async () => {
    const rig = await stage.rig({ webhook: { verify: codeProof() } });
    await activate(rig);
    await rig.settled();
    await change(rig, 'revoke');
    for (const withCode of [true, false]) {
      const answer = await send(rig, 'SUSPENDED', { withCode });
      expect([answer.status, answer.code]).toEqual(['held', 'client_revoked']);
    }
    expect(exchanges(rig)).toBe(1);
    expect(await propertyOf(rig)).toMatchObject({ state: 'inactive', eventSeq: 1 });
  });

  test('that is reinstated shows only what Entrata activates anew', async () => {
    const rig = await stage.rig();
    await activateAll(rig);
    // Of a sender who is verified without a code, so that the same may come again.
    await send(rig, 'ACTIVATION');
    await rig.settled();
    await change(rig, 'revoke');
    for (const _ of [1, 2]) {
      const answer = await change(rig, 'reinstate');
      expect([answer.status, answer.body.status]).toEqual([200, 'needs_reauthorization']);
    }
    await rig.app.refreshHouses();
    await rig.settled();
    expect(await isShown(rig)).toBe(false);
    const [, second = ''] = rig.propertyIds;
    expect((await activate(rig, { propertyId: second })).status).toBe('accepted');
    await rig.settled();
    expect(await states(rig)).toEqual(['inactive', 'active', 'inactive']);
    expect((await send(rig, 'ACTIVATION')).status).toBe('accepted');
    await rig.settled();
    expect(await states(rig)).toEqual(['active', 'active', 'inactive']);
    expect((await houseStatuses(rig)).filter((status) => status === 'active')).toHaveLength(2);
    expect((await change(rig, 'reinstate')).body.status).toBe('active');
    const lines = rig.logger.lines.filter(({ message }) => /reinstated/.test(message));
    expect(lines).toHaveLength(1);
  });

  test('that is reinstated has its old token back by no code of before', async () => {
    const rig = await stage.rig();
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    await activate(rig, { code });
    await rig.settled();
    await change(rig, 'revoke');
    await change(rig, 'reinstate');
    const again = await activate(rig, { code });
    expect([again.httpStatus, again.status]).toEqual([422, 'code_rejected']);
    await rig.settled();
    expect(await tokenOf(rig)).toMatchObject({
      token: undefined,
      client: { status: 'needs_reauthorization' },
    });
    expect(await isShown(rig)).toBe(false);
    expect((await activate(rig)).status).toBe('accepted');
    await rig.settled();
    expect(await isShown(rig)).toBe(true);
  });

  test('has no token kept beside a code, so that none comes back even when a later one is refused', async () => {
    const rig = await stage.rig();
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    await activate(rig, { code });
    await rig.settled();
    await change(rig, 'revoke');
    const kept = stage.opened().connect()('entrata_oauth_codes').select('state', 'access_token');
    expect(await kept.where({ digest: codeDigest(code) })).toEqual([
      { state: 'refused', access_token: null },
    ]);
    await change(rig, 'reinstate');
    expect((await activate(rig)).status).toBe('accepted');
    await rig.settled();
    const { client, token } = await tokenOf(rig);
    await rig.store.clients.requireReauthorization(client?.id ?? '', client?.tokenVersion ?? 0);
    const again = await activate(rig, { code });
    expect([again.httpStatus, again.status]).toEqual([422, 'code_rejected']);
    expect(await tokenOf(rig)).toMatchObject({ token, client: { status: 'needs_reauthorization' } });
  });

  test('and its held event: released, it says what is missing, and works while its code does', async () => {
    const rig = await stage.rig();
    await activateAll(rig);
    await change(rig, 'revoke');
    const [spent, good] = [
      await activate(rig, { code: 'a-code-that-has-expired' }),
      await activate(rig, { propertyId: rig.propertyIds[1] ?? '' }),
    ];
    const release = ({ logId }: { readonly logId: string }) => post(rig, `webhooks/${logId}/release`);
    const early = await release(good);
    expect([early.status, early.body.code, early.body.detail]).toEqual([
      409,
      'state_conflict',
      expect.stringContaining('reinstate'),
    ]);
    await change(rig, 'reinstate');
    const late = await release(spent);
    expect([late.status, late.body.code, late.body.detail]).toEqual([
      422,
      'code_rejected',
      expect.stringContaining('activate the property anew'),
    ]);
    expect((await rig.store.webhooks.find(spent.logId))?.outcome).toBe('held');
    expect((await post(rig, `webhooks/${spent.logId}/drop`)).status).toBe(200);
    expect((await release(good)).status).toBe(200);
    await rig.settled();
    expect(await states(rig)).toEqual(['inactive', 'active', 'inactive']);
    expect((await tokenOf(rig)).client).toMatchObject({ status: 'active', tokenVersion: 4 });
  });

  test('since its event was read is asked about again in the transaction that accepts it', async () => {
    const { store, interrupt } = interruptible(stage.store());
    const rig = await stage.rig({ store });
    await activateAll(rig);
    const { client } = await tokenOf(rig);
    interrupt(() => stage.store().clients.revoke(client?.id ?? ''));
    const late = await send(rig, 'ACTIVATION', { extra: { feed_type: 'FULL' } });
    expect([late.status, late.code]).toEqual(['held', 'client_revoked']);
    expect(await propertyOf(rig)).toMatchObject({ eventSeq: 1, feedType: undefined });
  });
});

await onEachDatabase('Revoking a client', (stage) => {
  /** A second instance on connections of its own. */
  const beside = (rig: CompanyRig, parts: object = {}) =>
    stage.rig({
      company: rig.company,
      app: { entrata: rig.entrata },
      store: storeOn(stage.opened().connect()),
      ...parts,
    });

  test.each([
    ['an administrator', (rig: CompanyRig) => change(rig, 'revoke')],
    [
      'an instance of an older release, which leaves the properties as they are,',
      async (rig: CompanyRig) => rig.store.clients.revoke((await tokenOf(rig)).client?.id ?? ''),
    ],
  ])('while its listing is fetched lists nothing: by %s', async (_, revoke) => {
    let other: CompanyRig | undefined;
    let times = 0;
    const rig = await stage.rig({
      properties: 1,
      app: {
        atStep: async (step) => {
          if (step !== 'listing.fetched' || ++times > 1) return;
          other ??= await beside(rig, { withoutWorkers: true });
          await revoke(other);
        },
      },
    });
    await activate(rig);
    await rig.settled();
    expect(times).toBeGreaterThan(0);
    expect(await houseStatuses(rig)).toEqual([]);
    expect((await propertyOf(rig))?.state).not.toBe('active');
  });

  test('while its code is exchanged leaves it without a token, and holds the event', async () => {
    let isArmed = false;
    const rig = await stage.rig({
      app: {
        atStep: async (step) => {
          if (step === 'client.confirmed' && isArmed) await change(other, 'revoke');
        },
      },
    });
    const other = await beside(rig, { withoutWorkers: true });
    await activate(rig);
    await rig.settled();
    isArmed = true;
    const late = await activate(rig, { extra: { feed_type: 'FULL' } });
    expect([late.status, late.code]).toEqual(['held', 'client_revoked']);
    expect(await tokenOf(rig)).toMatchObject({ token: undefined, client: { status: 'revoked' } });
    expect(await propertyOf(rig)).toMatchObject({ desiredState: 'inactive', eventSeq: 1 });
    expect(await isShown(rig)).toBe(false);
  });

  test.each([0, 20])('%i ms into an ingest by two instances leaves nothing on sale', async (afterMs) => {
    const rig = await stage.rig({ properties: 12 });
    const other = await beside(rig);
    await activate(rig);
    const sending = rig.propertyIds.map((propertyId, index) =>
      activate(index % 2 === 0 ? rig : other, {
        propertyId,
        ...(index % 3 === 0 ? { code: rig.sandbox.issueCode(rig.company.subdomain) } : { withCode: false }),
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    expect((await change(other, 'revoke')).status).toBe(200);
    const answers = await Promise.all(sending);
    expect(answers.map(({ httpStatus }) => httpStatus).filter((status) => status >= 300)).toEqual([]);
    await Promise.all([rig.settled(), other.settled()]);
    await rig.settled();
    expect(await isShown(rig)).toBe(false);
    expect(await states(rig)).not.toContain('active');
    expect((await tokenOf(rig)).client).toMatchObject({ status: 'revoked', accessToken: undefined });
    expect((await change(rig, 'reinstate')).status).toBe(200);
    await activateAll(rig);
    expect(await states(rig)).toEqual(Array(12).fill('active'));
  });
});
