import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectedClient, newDigest, newViewing } from '../../src/testing/cases/samples.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { type OpenSubject, openSubject } from '../support/subjects.js';
import { openStoreInChild, type StoreInChild } from './store-in-child.js';

const wrongByMs = 90_000;
const leaseMs = 60_000;
/** More than a question to the database takes on a busy machine, and less than the clocks are wrong by. */
const tolerance = 20_000;

await describeOnEachDatabase('processes whose clocks are three minutes apart', (database) => {
  let subject: OpenSubject;
  let fast: StoreInChild;
  let slow: StoreInChild;
  beforeAll(async () => {
    subject = await openSubject(database);
    const open = (clockAheadMs: number) =>
      openStoreInChild(subject.database.address, subject.other, { clockAheadMs });
    [fast, slow] = [open(wrongByMs), open(-wrongByMs)];
    await Promise.all([subject.store.users.list(), fast.store.users.list(), slow.store.users.list()]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([fast.close(), slow.close()]);
    await subject.drop();
  });

  const at = (ms: number) => new Date(ms).toISOString();

  test('have one time at their stores', async () => {
    const apart = (await fast.clock.process()) - (await slow.clock.process());
    expect(apart).toBeGreaterThan(2 * wrongByMs - tolerance);
    const stores = (await fast.clock.store()) - (await slow.clock.store());
    expect(Math.abs(stores)).toBeLessThan(tolerance);
    expect(Math.abs((await slow.clock.store()) - subject.store.now().getTime())).toBeLessThan(tolerance);
  });

  test('claim no code before the lease of another is over, and each code after', async () => {
    for (const [holder, other] of [
      [slow, fast],
      [fast, slow],
    ] as const) {
      const [held, over] = [newDigest(), newDigest()];
      const now = await holder.clock.store();
      await holder.store.oauthCodes.claim(held, at(now + leaseMs));
      expect(await other.store.oauthCodes.claim(held, at(now + leaseMs))).toMatchObject({ state: 'busy' });
      await holder.store.oauthCodes.claim(over, at(now - tolerance));
      const next = await other.store.oauthCodes.claim(over, at(now + leaseMs));
      expect(next).toMatchObject({ state: 'claimed', fence: 2 });
    }
  });

  test('resume no booking before the lease of who sends it is over, and each after', async () => {
    for (const [sender, sweeper] of [
      [slow, fast],
      [fast, slow],
    ] as const) {
      const [held, over] = [
        (await sender.store.viewings.open(await newViewing(sender.store))).viewing,
        (await sender.store.viewings.open(await newViewing(sender.store))).viewing,
      ];
      const now = await sender.clock.store();
      await sender.store.viewings.startSending(held.id, at(now + leaseMs));
      await sender.store.viewings.startSending(over.id, at(now - tolerance));
      const before = at((await sweeper.clock.store()) + tolerance);
      const swept = (await sweeper.store.viewings.unfinished({ before }, { limit: 500 })).items.map(
        ({ id }) => id,
      );
      expect(swept).toContain(over.id);
      expect(swept).not.toContain(held.id);
    }
  });

  test.each([
    ['slow', 'fast'],
    ['fast', 'slow'],
  ])('run no task that the %s one holds, and none before it is due', async (name) => {
    const [holder, other] = name === 'slow' ? [slow, fast] : [fast, slow];
    const kind = `of the ${name}`;
    const enqueue = (task: string, runAt = '2000-01-01T00:00:00.000Z') =>
      holder.store.tasks.enqueue({ kind, payload: { name: `${task} ${kind}` }, runAt });
    await enqueue('held');
    await holder.worker.start(kind);
    await expect.poll(() => holder.worker.ran(), { timeout: 30_000 }).toContain(`held ${kind}`);
    await enqueue('later', at((await holder.clock.store()) + leaseMs));
    await other.worker.start(kind);
    // Either may run these: what the other took for due before them it has run by then.
    const ran = async () => [...(await holder.worker.ran()), ...(await other.worker.ran())];
    for (const marker of ['one', 'two', 'three']) {
      await enqueue(marker);
      await expect.poll(ran, { timeout: 30_000 }).toContain(`${marker} ${kind}`);
    }
    await other.store.tasks.enqueue({ kind: `${kind}, looked at`, payload: { name: `looked ${kind}` } });
    await other.worker.start(`${kind}, looked at`);
    await expect.poll(() => other.worker.ran(), { timeout: 30_000 }).toContain(`looked ${kind}`);
    expect(await other.worker.ran()).not.toContain(`held ${kind}`);
    expect(await ran()).not.toContain(`later ${kind}`);
  });

  test.each([
    ['slow', 'fast'],
    ['fast', 'slow'],
  ])('run what the %s one enqueued for later on time, by the %s one', async (enqueuer) => {
    const [from, by] = enqueuer === 'slow' ? [slow, fast] : [fast, slow];
    const kind = `for later by the ${enqueuer}`;
    const runAt = at((await from.clock.store()) + 500);
    await from.store.tasks.enqueue({ kind, payload: { name: kind }, runAt });
    await by.worker.start(kind);
    await expect.poll(() => by.worker.ran(), { timeout: 30_000 }).toContain(kind);
    expect(subject.store.now().getTime()).toBeGreaterThan(Date.parse(runAt) - tolerance);
  });

  test('write the times of rows in the order in which they wrote', async () => {
    const { id, createdAt } = await connectedClient(fast.store);
    await slow.store.clients.revoke(id);
    const { updatedAt } = (await subject.store.clients.find(id)) ?? { updatedAt: '' };
    expect(Date.parse(updatedAt) - Date.parse(createdAt)).toBeGreaterThan(-tolerance);
    expect(Date.parse(updatedAt) - Date.parse(createdAt)).toBeLessThan(tolerance);
  });
});
