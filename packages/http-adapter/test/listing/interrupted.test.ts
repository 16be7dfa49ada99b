import { expect, test } from 'vitest';
import { testOnOne } from '../../../entrata-store/test/support/level.js';
import {
  acceptUnverified,
  codeProof,
  everyCheck,
  ipAllowList,
  type Step,
  urlSecret,
  type VerifySender,
} from '../../src/index.js';
import {
  type CompanyRig,
  onEachDatabase,
  onOneDatabase,
  type StageParts,
} from '../support/on-each-database.js';
import { storeOn, webhookSecret } from '../support/rig.js';
import { activate, houseStatuses, propertyOf, send } from './support/company-events.js';

const hourMs = 3_600_000;

/** Dies once, at the first webhook that is logged after `arm` was called. */
function crash() {
  let isArmed = false;
  return {
    arm: () => {
      isArmed = true;
    },
    atStep: (step: Step) => {
      if (step !== 'webhook.logged' || !isArmed) return;
      isArmed = false;
      throw new Error('the process died here');
    },
  };
}

await onEachDatabase('A webhook whose process died once it was logged', (stage) => {
  const testOnce = testOnOne(stage.database);

  /** An app that dies at its next webhook. */
  async function dying(parts: StageParts = {}) {
    const { arm, atStep } = crash();
    const rig = await stage.rig({ ...parts, app: { atStep } });
    return { ...rig, arm };
  }

  /** The event that was being worked on: it stands in the log, and nobody works on it any more. */
  async function lose(rig: Awaited<ReturnType<typeof dying>>, event: () => Promise<{ logId: string }>) {
    rig.arm();
    const { logId } = await event();
    expect((await rig.store.webhooks.find(logId))?.outcome).toBeUndefined();
    return logId;
  }

  /** Apps that are started on the same database an hour later. */
  async function startLater(
    rig: CompanyRig,
    {
      count = 1,
      atStep = () => {},
      ...parts
    }: StageParts & { count?: number; atStep?: (step: Step) => Promise<void> | void } = {},
  ) {
    let aheadMs = hourMs;
    const now = () => new Date(Date.now() + aheadMs);
    const apps = [];
    for (let started = 0; started < count; started++)
      apps.push(
        await stage.rig({
          ...parts,
          company: rig.company,
          store: storeOn(stage.opened().connect(), { now }),
          app: { now, entrata: rig.entrata, atStep },
        }),
      );
    /** Lets the task that was enqueued for a webhook come due, and the lease end of one who is at it. */
    async function comesDue(logId: string) {
      const tasksOf = async () => (await rig.store.tasks.list({ requestId: logId })).items;
      await expect
        .poll(async () => (await tasksOf()).some(({ kind }) => kind === 'webhook.resume'))
        .toBe(true);
      aheadMs += hourMs;
    }
    return {
      apps,
      comesDue,
      /** Lets the task that was enqueued for a webhook come due, and returns the webhook's row once it has an end. */
      async resumed(logId: string) {
        await comesDue(logId);
        await expect
          .poll(async () => (await rig.store.webhooks.find(logId))?.outcome, { timeout: 20_000 })
          .toBeTypeOf('string');
        return rig.store.webhooks.find(logId);
      },
    };
  }

  test('is resumed: a SUSPENDED without a code', async () => {
    const rig = await dying();
    await activate(rig);
    await rig.settled();
    const logId = await lose(rig, () => send(rig, 'SUSPENDED'));
    await rig.app.stop();
    const later = await startLater(rig);
    expect(await later.resumed(logId)).toMatchObject({ outcome: 'accepted', httpStatus: 200 });
    await expect.poll(() => houseStatuses(rig), { timeout: 20_000 }).toEqual(['hidden']);
  });

  test('is resumed: an ACTIVATION with its code, once, by whichever of three processes', async () => {
    const rig = await dying();
    const logId = await lose(rig, () => activate(rig));
    await rig.app.stop();
    const later = await startLater(rig, { count: 3 });
    expect(await later.resumed(logId)).toMatchObject({ outcome: 'accepted' });
    await expect.poll(() => houseStatuses(rig), { timeout: 20_000 }).toEqual(['active']);
    expect(await propertyOf(rig)).toMatchObject({ eventSeq: 1, logId });
    expect(rig.sandbox.journal.filter(({ method }) => method === 'getAccessToken')).toHaveLength(1);
    expect(rig.sandbox.approvals).toHaveLength(1);
  });

  test('is accepted, though it was worked on by two at once and the slower one finds it done', async () => {
    const rig = await dying();
    const logId = await lose(rig, () => activate(rig));
    await rig.app.stop();
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const count = { 'client.confirmed': 0, 'event.accepted': 0 };
    const later = await startLater(rig, {
      count: 2,
      async atStep(step) {
        if (step === 'event.accepted') count[step] += 1;
        if (step === 'client.confirmed' && ++count[step] === 1) await held;
      },
    });
    await later.comesDue(logId);
    await expect.poll(() => count['client.confirmed']).toBe(1);
    // The lease of the slower one ends, too.
    expect(await later.resumed(logId)).toMatchObject({ outcome: 'accepted' });
    goOn();
    await expect.poll(() => count['event.accepted']).toBe(2);
    expect(await rig.store.webhooks.find(logId)).toMatchObject({ outcome: 'accepted', httpStatus: 200 });
    expect(await propertyOf(rig)).toMatchObject({ eventSeq: 1, logId });
  });

  testOnce(
    'is a duplicate when Entrata delivered it again, and superseded by what came after it',
    async () => {
      const rig = await dying();
      await activate(rig);
      await rig.settled();
      const lost = await lose(rig, () => send(rig, 'SUSPENDED'));
      expect((await send(rig, 'SUSPENDED')).status).toBe('accepted');
      const first = await startLater(rig);
      expect(await first.resumed(lost)).toMatchObject({ outcome: 'duplicate' });
      const old = await lose(rig, () => send(rig, 'CHANGE_FEED_TYPE', { extra: { feed_type: 'OLD' } }));
      expect((await send(rig, 'ACTIVATION')).status).toBe('accepted');
      const second = await startLater(rig);
      expect(await second.resumed(old)).toMatchObject({ outcome: 'ignored', errorCode: 'superseded' });
      expect(await propertyOf(rig)).toMatchObject({ desiredState: 'active', eventSeq: 3 });
    },
  );

  testOnce(
    'ends as it would have: held, ignored, or refused when its query cannot be read any more',
    async () => {
      const rig = await dying({ webhook: { verify: codeProof() } });
      const code = rig.sandbox.issueCode(rig.company.subdomain);
      await activate(rig, { code });
      await rig.settled();
      const held = await lose(rig, () => send(rig, 'SUSPENDED'));
      // Whoever read the code in a log proves nothing with it, in this process or the next.
      const replayed = await lose(rig, () => activate(rig, { requestType: 'SUSPENDED', code }));
      const ignored = await lose(rig, () => send(rig, 'NEWS_OF_THE_DAY'));
      const unreadable = await lose(rig, () => send(rig, 'SUSPENDED'));
      const knex = stage.opened().connect();
      await knex('entrata_webhooks').where('log_id', unreadable).update({ raw_query: 'sealed by nobody' });
      // Nor where the table does not keep which event a code came with.
      await knex('entrata_oauth_codes').update({ event_fingerprint: null, log_id: null });
      await rig.app.stop();
      const later = await startLater(rig, { webhook: { verify: codeProof() } });
      expect(await later.resumed(held)).toMatchObject({
        outcome: 'held',
        errorCode: 'unproven',
        httpStatus: 202,
      });
      expect(await later.resumed(replayed)).toMatchObject({ outcome: 'held', errorCode: 'unproven' });
      expect(await later.resumed(ignored)).toMatchObject({ outcome: 'ignored', httpStatus: 200 });
      expect(await later.resumed(unreadable)).toMatchObject({ outcome: 'refused', errorCode: 'unreadable' });
      expect(await propertyOf(rig)).toMatchObject({ desiredState: 'active', eventSeq: 1 });
      const { items } = await rig.store.webhooks.interrupted('9999-01-01T00:00:00.000Z');
      expect(items.filter(({ cid }) => cid === rig.company.cid)).toEqual([]);
    },
  );

  testOnce(
    'about a whole client is done for each of its properties, though it died after the first',
    async () => {
      let dies = false;
      const rig = await stage.rig({
        sandbox: { wire: { webhook: { clientEvents: ['SUSPENDED'] } } },
        app: {
          atStep(step) {
            if (step === 'event.accepted' && dies) throw new Error('the process died here');
          },
        },
      });
      for (const propertyId of rig.propertyIds) await activate(rig, { propertyId });
      await rig.settled();
      dies = true;
      const { logId } = await rig.sendQuery(`cid=${rig.company.cid}&request_type=SUSPENDED`);
      await rig.app.stop();
      const states = () =>
        Promise.all(rig.propertyIds.map(async (id) => (await propertyOf(rig, id))?.desiredState));
      expect((await states()).filter((state) => state === 'suspended')).toHaveLength(1);
      // A process that dies writes no end.
      const end = { outcome: null, http_status: null, error_code: null };
      await stage.opened().connect()('entrata_webhooks').where({ log_id: logId }).update(end);
      const later = await startLater(rig);
      expect(await later.resumed(logId)).toMatchObject({ outcome: 'accepted' });
      expect(await states()).toEqual(rig.propertyIds.map(() => 'suspended'));
      await expect
        .poll(() => houseStatuses(rig), { timeout: 20_000 })
        .toEqual(['hidden', 'hidden', 'hidden']);
    },
  );

  testOnce('goes by what the check said then, not by what it would say now', async () => {
    const rig = await dying({ webhook: { verify: codeProof() } });
    await activate(rig);
    const logId = await lose(rig, () => send(rig, 'SUSPENDED'));
    await rig.app.stop();
    const later = await startLater(rig, { webhook: { verify: acceptUnverified() } });
    expect(await later.resumed(logId)).toMatchObject({ outcome: 'held' });
  });

  testOnce('of a release that did not keep what its check said is left alone', async () => {
    const rig = await dying();
    await activate(rig);
    await rig.settled();
    const old = { logId: `old-${rig.company.cid}`, receivedAt: new Date().toISOString(), method: 'GET' };
    const rawQuery = rig.sandbox.webhookQuery({
      requestType: 'SUSPENDED',
      subdomain: rig.company.subdomain,
      propertyId: rig.propertyId,
      withCode: false,
    });
    await rig.store.webhooks.append({ ...old, rawQuery });
    const logId = await lose(rig, () => send(rig, 'CHANGE_FEED_TYPE'));
    const later = await startLater(rig);
    await later.resumed(logId);
    expect((await rig.store.webhooks.find(old.logId))?.outcome).toBeUndefined();
    expect((await rig.store.tasks.list({ requestId: old.logId })).items).toEqual([]);
  });

  test('is not resumed beside the process that still works on it, though the clock of another is an hour ahead', async () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    let isHeld = false;
    const rig = await stage.rig({
      app: {
        atStep: async (step) => {
          if (step === 'webhook.logged' && isHeld) await opened;
        },
      },
    });
    await activate(rig);
    await rig.settled();
    isHeld = true;
    const suspension = send(rig, 'SUSPENDED');
    const find = async () =>
      (await rig.store.webhooks.list({ cid: rig.company.cid, requestType: 'SUSPENDED' })).items[0];
    await expect.poll(find).toMatchObject({ senderVerdict: 'verified', outcome: undefined });
    const now = () => new Date(Date.now() + hourMs);
    await stage.rig({ company: rig.company, app: { now, entrata: rig.entrata } });
    const logId = (await find())?.logId ?? '';
    const tasksOf = async () => (await rig.store.tasks.list({ requestId: logId })).items;
    await expect.poll(tasksOf).toMatchObject([{ kind: 'webhook.resume', status: 'waiting', attempts: 0 }]);
    open();
    expect((await suspension).status).toBe('accepted');
    // The same task, brought forward: it finds nothing to do.
    const payload = { logId, isSenderVerified: false, isSwept: true };
    await rig.store.tasks.enqueue({ kind: 'webhook.resume', payload, openKey: `webhook:${logId}` });
    await rig.settled();
    expect((await tasksOf()).map(({ status }) => status)).not.toContain('waiting');
    expect(await rig.store.webhooks.find(logId)).toMatchObject({ outcome: 'accepted' });
    expect(await propertyOf(rig)).toMatchObject({ eventSeq: 2 });
  });
});

await onOneDatabase('What the check of a sender said', (stage) => {
  const ours = urlSecret(webhookSecret);
  const nearby = ipAllowList(['127.0.0.0/8', '::1']);

  /** The verdict in the row just after it was written, and the statements that a webhook cost the log. */
  async function logged(verify: VerifySender) {
    const knex = stage.opened().connect();
    const statements: string[] = [];
    knex.on('query', ({ sql }: { readonly sql: string }) => {
      const [verb] = /^(insert into|update)(?= .?entrata_webhooks)/.exec(sql) ?? [];
      if (verb !== undefined) statements.push(verb);
    });
    const store = storeOn(knex);
    let early: unknown;
    const rig: CompanyRig = await stage.rig({
      store,
      webhook: { verify },
      app: {
        atStep: async (step) => {
          if (step !== 'webhook.logged') return;
          const { items } = await stage.store().webhooks.list({ cid: rig.company.cid });
          early = items[0]?.senderVerdict;
        },
      },
    });
    await activate(rig);
    statements.length = 0;
    const { logId } = await send(rig, 'SUSPENDED');
    return { early, statements, row: await rig.store.webhooks.find(logId) };
  }

  test.each([
    ['urlSecret', ours, 'verified'],
    ['codeProof', codeProof(), 'unproven'],
    ['everyCheck', everyCheck(ours, nearby), 'verified'],
    ['a function that waits for nothing', async () => 'verified' as const, 'verified'],
  ])('is written with the row, in no statement of its own: %s', async (_, verify, verdict) => {
    const { early, statements, row } = await logged(verify);
    expect(early).toBe(verdict);
    expect(statements).toEqual(['insert into', 'update']);
    expect(row).toMatchObject({ senderVerdict: verdict });
  });

  test('is written after the row, and before anything is done, when it takes its time', async () => {
    const verify: VerifySender = () => new Promise((resolve) => setTimeout(() => resolve('verified'), 50));
    const { early, statements, row } = await logged(verify);
    expect(early).toBeUndefined();
    expect(statements).toEqual(['insert into', 'update', 'update']);
    expect(row).toMatchObject({ outcome: 'accepted', senderVerdict: 'verified' });
  });

  const throws: VerifySender = () => {
    throw new Error('a bug');
  };
  const rejects: VerifySender = () => Promise.reject(new Error('a bug'));

  test.each([
    ['throws', throws, 500, 'failed'],
    ['rejects', rejects, 500, 'failed'],
    ['refuses', () => 'forbidden' as const, 403, 'refused'],
    ['answers nonsense', () => 'maybe' as never, 500, 'failed'],
  ] as const)('is not kept when the check %s: the row is', async (_, verify, httpStatus, outcome) => {
    const rig = await stage.rig({ webhook: { verify } });
    const answer = await send(rig, 'SUSPENDED');
    expect(answer.httpStatus).toBe(httpStatus);
    const row = await rig.store.webhooks.find(answer.logId);
    expect(row).toMatchObject({ outcome, httpStatus });
    expect(row?.senderVerdict).toBeUndefined();
  });
});
