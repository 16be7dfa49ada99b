import { expect, test } from 'vitest';
import { answerApproval, apiApproval, createApp, noApproval } from '../../src/index.js';
import { onEachDatabase, onOneDatabase } from '../support/on-each-database.js';
import { activate, houseStatuses, propertyOf, send } from './support/company-events.js';

await onOneDatabase('The approval', (stage) => {
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
      fault: { kind: 'error', code: 311, message: 'No permission; ask someone@example.test' },
    });
    const { logId } = await activate(rig);
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({
      state: 'pending',
      approval: 'failed',
      lastError: 'forbidden',
    });
    expect(await houseStatuses(rig)).toEqual([]);
    expect(rig.notifications.map(({ type }) => type)).toContain('property.failed');
    const line = rig.logger.lines.find(
      ({ message }) => message === 'a property could not be brought up to date',
    );
    expect(line?.fields).toMatchObject({
      logId,
      call: 'approveProperty',
      callId: logId,
      entrataCode: 311,
      entrataMessage: 'No permission; ask [e-mail]',
    });
  });

  test('is sent anew when SUSPENDED and ACTIVATION are both accepted before a worker runs', async () => {
    const rig = await stage.rig();
    await activate(rig);
    await rig.settled();
    await rig.app.stop();
    const asleep = await stage.rig({
      company: rig.company,
      withoutWorkers: true,
      app: { entrata: rig.entrata },
    });
    for (const type of ['SUSPENDED', 'ACTIVATION', 'CHANGE_FEED_TYPE'])
      expect((await send(asleep, type)).status).toBe('accepted');
    asleep.app.start();
    await asleep.settled();
    expect(rig.sandbox.approvals).toHaveLength(2);
    expect(await propertyOf(asleep)).toMatchObject({ state: 'active', activationSeq: 3, approvedSeq: 3 });
    await send(asleep, 'CHANGE_FEED_TYPE', { extra: { feed_type: 'FULL' } });
    await asleep.settled();
    expect(rig.sandbox.approvals).toHaveLength(2);
  });

  test('of an activation is sent again where its record was lost with the process', async () => {
    let isBroken = true;
    const rig = await stage.rig({
      app: {
        atStep: (step) => {
          if (step !== 'property.approved' || !isBroken) return;
          isBroken = false;
          throw new Error('the process died here');
        },
      },
    });
    await activate(rig);
    await expect.poll(() => propertyOf(rig), { timeout: 20_000 }).toMatchObject({ state: 'active' });
    expect(rig.sandbox.approvals).toHaveLength(2);
    expect(await propertyOf(rig)).toMatchObject({ approval: 'sent', activationSeq: 1, approvedSeq: 1 });
  });

  test.each([
    ['a failed record', { propertyId: 0, status: 'Failed', message: 'Not enabled' }, 'rejected'],
    ['no record of the property', { propertyId: 1, status: 'Success' }, 'bad_response'],
  ])('under code 200 with %s is none: the property waits, and says why', async (_, result, lastError) => {
    const rig = await stage.rig();
    const given = result.propertyId === 0 ? { ...result, propertyId: rig.propertyId } : result;
    rig.sandbox.fail({
      method: 'updatePropertyStatus',
      times: Number.POSITIVE_INFINITY,
      fault: {
        kind: 'status',
        status: 200,
        body: JSON.stringify({ response: { code: 200, result: given } }),
      },
    });
    await activate(rig);
    await expect
      .poll(() => propertyOf(rig), { timeout: 20_000 })
      .toMatchObject({ state: 'pending', approval: 'failed', lastError });
    const list = `${rig.url}/api/admin/properties`;
    const response = await fetch(list, { headers: { 'x-test-role': 'admin' } });
    const { items } = (await response.json()) as { items: { propertyId: string }[] };
    expect(items.find(({ propertyId }) => propertyId === rig.propertyId)).toMatchObject({
      approval: 'failed',
      lastError,
    });
    // A refusal is final, and told of; what could not be read is tried again.
    await rig.settled();
    const isTold = rig.notifications.some(({ type }) => type === 'property.failed');
    expect(isTold).toBe(lastError === 'rejected');
    expect(await houseStatuses(rig)).toEqual([]);
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
      expect(await propertyOf(rig)).toMatchObject({ approval: 'sent', activationSeq: 1, approvedSeq: 1 });
      const row = await rig.store.webhooks.find(answer.headers['x-request-id'] ?? '');
      expect(row).toMatchObject({ httpStatus: 201 });
    }
    expect((await send(rig, 'SUSPENDED')).status).toBe('accepted');
    await rig.settled();
    expect(rig.sandbox.approvals).toEqual([]);
  });

  test('that cannot be put into words is not given: nothing is committed', async () => {
    const approval = answerApproval(() => {
      throw new Error('no template');
    });
    const rig = await stage.rig({ webhook: { approval } });
    expect(await activate(rig)).toMatchObject({ httpStatus: 500, status: 'internal' });
    expect(await rig.store.clients.findByCid(rig.company.cid)).toBeUndefined();
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

    test.each(['deadlineMs', 'logTimeoutMs', 'maxQueryBytes'])(
      'with a %s that cannot be kept does not start',
      async (name) => {
        const { store, entrata } = await stage.rig();
        const authenticate = async () => undefined;
        for (const bound of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31]) {
          const webhook = { verify: () => 'verified' as const, approval: noApproval(), [name]: bound };
          expect(() => createApp({ store, entrata, webhook, authenticate })).toThrow(RangeError);
        }
        const webhook = { verify: () => 'verified' as const, approval: noApproval() };
        expect(() => createApp({ store, entrata, webhook, authenticate, refreshHousesEveryMs: 0 })).toThrow(
          RangeError,
        );
      },
    );
  },
  ['sqlite'],
);
