import { expect, test } from 'vitest';
import { testOnOne } from '../../../entrata-store/test/support/level.js';
import { codeProof, type Step } from '../../src/index.js';
import { type CompanyRig, onEachDatabase, type StageParts } from '../support/on-each-database.js';
import { activate, exchanges, houseStatuses, propertyOf, tokenOf } from './support/company-events.js';
import { interruptible } from './support/interruptible.js';

/** All that Entrata was asked in the course of webhooks. */
const questions = (rig: CompanyRig) =>
  rig.sandbox.journal.filter(({ method }) => method === 'getAccessToken' || method === 'getClientInfo')
    .length;

/** Throws at a step, once. */
function breakAt(step: Step) {
  let isBroken = true;
  return (reached: Step) => {
    if (reached !== step || !isBroken) return;
    isBroken = false;
    throw new Error('the process died here');
  };
}

const decide = (rig: CompanyRig, logId: string, decision: 'release' | 'drop') =>
  fetch(`${rig.url}/api/admin/webhooks/${logId}/${decision}`, {
    method: 'POST',
    headers: { 'x-test-role': 'admin' },
  });

await onEachDatabase('A code that was exchanged before', (stage) => {
  const testOnce = testOnOne(stage.database);
  const unverified = (parts: StageParts = {}) =>
    stage.rig({
      ...parts,
      sandbox: { ...parts.sandbox, wire: { webhook: { requestTypes: { UNSUBSCRIBED: 'deactivate' } } } },
      webhook: { verify: codeProof() },
    });

  /** A property that its code made active. */
  async function withSpentCode(rig: CompanyRig): Promise<string> {
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    expect((await activate(rig, { code })).status).toBe('accepted');
    await rig.settled();
    return code;
  }

  testOnce.each(['SUSPENDED', 'UNSUBSCRIBED', 'CHANGE_FEED_TYPE'])(
    'takes nothing down: %s is held, and changes nothing',
    async (requestType) => {
      const rig = await unverified();
      const code = await withSpentCode(rig);
      const before = [await propertyOf(rig), (await tokenOf(rig)).version, questions(rig)];
      const answer = await activate(rig, { requestType, code, extra: { feed_type: 'NONE' } });
      expect([answer.httpStatus, answer.status, answer.code]).toEqual([202, 'held', 'unproven']);
      expect(await rig.store.webhooks.find(answer.logId)).toMatchObject({ outcome: 'held' });
      await rig.settled();
      expect([await propertyOf(rig), (await tokenOf(rig)).version, questions(rig)]).toEqual(before);
      expect(await houseStatuses(rig)).toEqual(['active']);
    },
  );

  testOnce('puts no other property on show: its activation is held', async () => {
    const rig = await unverified();
    const code = await withSpentCode(rig);
    const [, second = ''] = rig.propertyIds;
    const answer = await activate(rig, { code, propertyId: second });
    expect([answer.httpStatus, answer.status, answer.code]).toEqual([202, 'held', 'unproven']);
    expect(await propertyOf(rig, second)).toBeUndefined();
  });

  testOnce('delivered 50 times more is a duplicate each time, and Entrata is asked nothing', async () => {
    const rig = await unverified();
    const code = await withSpentCode(rig);
    const asked = questions(rig);
    const answers = await Promise.all(Array.from({ length: 50 }, () => activate(rig, { code })));
    expect(answers.map(({ httpStatus, status }) => `${httpStatus} ${status}`)).toEqual(
      Array(50).fill('200 duplicate'),
    );
    expect(questions(rig)).toBe(asked);
    expect(await propertyOf(rig)).toMatchObject({ eventSeq: 1 });
  });

  testOnce('and of a suspension is held however often it comes', async () => {
    const rig = await unverified();
    const code = await withSpentCode(rig);
    const asked = questions(rig);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => activate(rig, { requestType: 'SUSPENDED', code })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill('held'));
    expect(questions(rig)).toBe(asked);
    expect(await houseStatuses(rig)).toEqual(['active']);
  });

  testOnce('does not bring back what a later event replaced', async () => {
    const rig = await unverified();
    const code = await withSpentCode(rig);
    const suspension = rig.sandbox.issueCode(rig.company.subdomain);
    // A fresh code proves the event that it comes with, whatever that is.
    expect((await activate(rig, { requestType: 'SUSPENDED', code: suspension })).status).toBe('accepted');
    await rig.settled();
    expect((await activate(rig, { code })).status).toBe('held');
    expect((await activate(rig, { code: suspension })).status).toBe('held');
    expect((await activate(rig, { requestType: 'SUSPENDED', code: suspension })).status).toBe('duplicate');
    await rig.settled();
    expect(await houseStatuses(rig)).toEqual(['hidden']);
  });

  testOnce('does not bring back what was replaced while it was looked at', async () => {
    const slow = interruptible(stage.store());
    const rig = await unverified({ store: slow.store });
    const code = await withSpentCode(rig);
    // The first transaction finds the code, the second one commits.
    slow.interrupt(async () => slow.interrupt(() => activate(rig, { requestType: 'SUSPENDED' })));
    const answer = await activate(rig, { code });
    expect([answer.status, answer.code]).toEqual(['held', 'unproven']);
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ eventSeq: 2, state: 'suspended' });
  });

  testOnce('does not bring back its token once Entrata refused that', async () => {
    const rig = await unverified();
    const code = await withSpentCode(rig);
    const { client } = await tokenOf(rig);
    await rig.store.clients.requireReauthorization(client?.id ?? '', 1);
    expect((await activate(rig, { code })).status).toBe('duplicate');
    expect((await tokenOf(rig)).client).toMatchObject({ status: 'needs_reauthorization', tokenVersion: 1 });
    expect((await activate(rig)).status).toBe('accepted');
    expect((await tokenOf(rig)).client).toMatchObject({ status: 'active', tokenVersion: 2 });
  });

  test.each([false, true])(
    'delivered ten times at once, is exchanged once (known company: %s)',
    async (isKnown) => {
      const rig = await unverified();
      if (isKnown) await withSpentCode(rig);
      const code = rig.sandbox.issueCode(rig.company.subdomain);
      const before = exchanges(rig);
      const answers = await Promise.all(Array.from({ length: 10 }, () => activate(rig, { code })));
      expect(answers.map(({ status }) => status).sort()).toEqual(['accepted', ...Array(9).fill('duplicate')]);
      expect(exchanges(rig)).toBe(before + 1);
    },
  );

  test.each([
    ['code.kept', false, 'accepted'],
    ['code.kept', true, 'accepted'],
    ['client.confirmed', false, 'accepted'],
    ['client.confirmed', true, 'accepted'],
    ['event.accepted', false, 'duplicate'],
    ['event.accepted', true, 'duplicate'],
  ] as const)(
    'by a process that died at %s is that of its event (known company: %s)',
    async (step, isKnown, status) => {
      if (isKnown) {
        const earlier = await unverified();
        await withSpentCode(earlier);
        await earlier.app.stop();
        const rig = await unverified({
          sandbox: { companies: [earlier.company] },
          app: { atStep: breakAt(step) },
        });
        await diesAndComesBack({ ...rig, company: earlier.company, propertyId: earlier.propertyId }, status);
      } else await diesAndComesBack(await unverified({ app: { atStep: breakAt(step) } }), status);
    },
  );

  async function diesAndComesBack(rig: CompanyRig, status: string) {
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    expect((await activate(rig, { code })).httpStatus).toBe(500);
    const before = exchanges(rig);
    expect((await activate(rig, { code })).status).toBe(status);
    expect((await activate(rig, { code })).status).toBe('duplicate');
    expect((await activate(rig, { requestType: 'SUSPENDED', code })).status).toBe('held');
    expect(exchanges(rig)).toBe(before);
    await rig.settled();
    expect(await houseStatuses(rig)).toEqual(['active']);
  }

  testOnce(
    'by a process that died is no proof of a suspension, and its own event still comes to its end',
    async () => {
      const rig = await unverified({ app: { atStep: breakAt('code.kept') } });
      const code = rig.sandbox.issueCode(rig.company.subdomain);
      const { logId } = await activate(rig, { code });
      expect((await activate(rig, { requestType: 'SUSPENDED', code })).status).toBe('held');
      expect(await propertyOf(rig)).toBeUndefined();
      // Nobody delivers it again: the task that was committed with the claim of its code finds the row.
      const payload = { logId, isSenderVerified: false };
      await rig.store.tasks.enqueue({ kind: 'webhook.resume', payload });
      await rig.settled();
      expect(await rig.store.webhooks.find(logId)).toMatchObject({ outcome: 'accepted' });
      expect(await houseStatuses(rig)).toEqual(['active']);
    },
  );

  testOnce.each(['ACTIVATION', 'SUSPENDED'])(
    'by a process that died proves its %s again, whatever was written to the client since',
    async (requestType) => {
      const earlier = await unverified();
      await withSpentCode(earlier);
      await earlier.app.stop();
      const { company } = earlier;
      const sandbox = { companies: [company] };
      const rig = await unverified({ company, sandbox, app: { atStep: breakAt('code.kept') } });
      const code = rig.sandbox.issueCode(company.subdomain);
      expect((await activate(rig, { requestType, code })).httpStatus).toBe(500);
      const { client } = await tokenOf(rig);
      await rig.store.clients.requireReauthorization(client?.id ?? '', client?.tokenVersion ?? 0);
      const other = requestType === 'SUSPENDED' ? 'ACTIVATION' : 'SUSPENDED';
      expect((await activate(rig, { requestType: other, code })).status).toBe('held');
      expect((await activate(rig, { requestType, code })).status).toBe('accepted');
      expect((await activate(rig, { requestType, code })).status).toBe('duplicate');
      expect((await activate(rig, { requestType: other, code })).status).toBe('held');
      expect((await tokenOf(rig)).client).toMatchObject({ status: 'active', tokenVersion: 2 });
    },
  );

  testOnce(
    'proves the event that it first came with, though another was the first to get it exchanged',
    async () => {
      const rig = await unverified();
      await withSpentCode(rig);
      const code = rig.sandbox.issueCode(rig.company.subdomain);
      rig.sandbox.fail({ method: 'getAccessToken', fault: { kind: 'html', status: 503 } });
      expect((await activate(rig, { code })).httpStatus).toBe(502);
      expect((await activate(rig, { requestType: 'SUSPENDED', code })).status).toBe('held');
      await rig.settled();
      expect(await houseStatuses(rig)).toEqual(['active']);
      const before = exchanges(rig);
      expect((await activate(rig, { code })).status).toBe('accepted');
      expect(exchanges(rig)).toBe(before);
    },
  );

  testOnce('releases a held suspension when an administrator vouches for it', async () => {
    const rig = await unverified();
    const code = await withSpentCode(rig);
    const { logId } = await activate(rig, { requestType: 'SUSPENDED', code });
    const asked = questions(rig);
    expect((await decide(rig, logId, 'release')).status).toBe(200);
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ state: 'suspended', eventSeq: 2 });
    expect(await houseStatuses(rig)).toEqual(['hidden']);
    expect(questions(rig)).toBe(asked);
    // The event that was released is the newest now; the activation before it is not.
    expect((await activate(rig, { code })).status).toBe('held');
    expect((await decide(rig, logId, 'release')).status).toBe(409);
  });

  testOnce('releases the activation of another property, or drops it', async () => {
    const rig = await unverified();
    const code = await withSpentCode(rig);
    const [, second = '', third = ''] = rig.propertyIds;
    const held = [
      await activate(rig, { code, propertyId: second }),
      await activate(rig, { code, propertyId: third }),
    ];
    expect((await decide(rig, held[0]?.logId ?? '', 'release')).status).toBe(200);
    expect((await decide(rig, held[1]?.logId ?? '', 'drop')).status).toBe(200);
    await rig.settled();
    expect(await propertyOf(rig, second)).toMatchObject({ state: 'active' });
    expect(await propertyOf(rig, third)).toBeUndefined();
  });

  testOnce('proves nothing more and nothing less where the sender is verified', async () => {
    const rig = await stage.rig();
    const code = await withSpentCode(rig);
    const [, second = ''] = rig.propertyIds;
    expect((await activate(rig, { code, propertyId: second })).status).toBe('accepted');
    expect((await activate(rig, { requestType: 'SUSPENDED', code })).status).toBe('accepted');
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ state: 'suspended' });
  });
});
