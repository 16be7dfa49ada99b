import { createEntrata } from 'entrata-sdk';
import { FakeEntrata } from 'entrata-sdk/testing';
import type { Store } from 'entrata-store';
import { expect, test } from 'vitest';
import { standsForAll, testOnOne } from '../../../entrata-store/test/support/level.js';
import { type CompanyRig, freshCompany, onEachDatabase } from '../support/on-each-database.js';
import { startRig, storeOn } from '../support/rig.js';

/** Subscribes the whole company, as Entrata's bulk button does: one webhook per property, many at once. */
async function subscribe(rig: CompanyRig, propertyIds: readonly string[], atOnce = 25): Promise<void> {
  const { subdomain } = rig.company;
  const activate = async (propertyId: string, withCode: boolean) => {
    const answer = await rig.send({ requestType: 'ACTIVATION', subdomain, propertyId, withCode });
    expect(answer.status).toBe('accepted');
  };
  const [first = '', ...rest] = propertyIds;
  await activate(first, true);
  const waiting = [...rest];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await activate(next, false);
    }),
  );
}

async function countActive({
  store,
  company,
}: {
  readonly store: Store;
  readonly company: { readonly cid: string };
}): Promise<number> {
  const client = await store.clients.findByCid(company.cid);
  let count = 0;
  let after: string | undefined;
  do {
    const page = await store.houses.list(
      { clientId: client?.id ?? '', status: 'active' },
      { limit: 500, ...(after === undefined ? {} : { after }) },
    );
    count += page.items.length;
    after = page.next;
  } while (after !== undefined);
  return count;
}

await onEachDatabase('A bulk subscription', (stage) => {
  const testOnce = testOnOne(stage.database);
  // `npm run soak:webhooks` does the same with 2,000.
  const size = standsForAll(stage.database) ? 150 : 50;

  test(`of ${size} properties drains, with a restart in the middle`, async () => {
    let stored = 0;
    let reachMiddle = () => {};
    const middle = new Promise<void>((resolve) => {
      reachMiddle = resolve;
    });
    let goOn = () => {};
    const restarted = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const rig = await stage.rig({
      properties: size,
      sandbox: { journalLimit: 10 },
      app: {
        atStep: async (step) => {
          if (step !== 'listing.fetched') return;
          stored += 1;
          if (stored < size / 3) return;
          reachMiddle();
          await restarted;
        },
      },
    });
    await subscribe(
      rig,
      rig.company.properties.map(({ id }) => id),
    );
    await middle;
    await rig.app.stop({ drainMs: 0 });
    expect(await countActive(rig)).toBeLessThan(size);
    goOn();
    rig.app.start();
    await rig.settled();
    expect(await countActive(rig)).toBe(size);
    expect(new Set(rig.sandbox.approvals.map(({ propertyId }) => propertyId)).size).toBe(size);
    // At most what was under way when the app was stopped is approved twice.
    expect(rig.sandbox.approvals.length - size).toBeLessThanOrEqual(8);
    expect(rig.notifications.filter(({ type }) => type === 'property.failed')).toEqual([]);
  });

  testOnce("waits for Entrata's quota and notifies of no failure", async () => {
    const company = freshCompany(30);
    // From the beginning of a minute, so that the quota's window does not end before it should.
    let at = Math.ceil(Date.now() / 60_000) * 60_000;
    const now = () => new Date(at);
    const clock = { now: () => at, elapsedMs: () => at };
    const sandbox = new FakeEntrata({ companies: [company], clock, quota: { perMinute: 20 } });
    const server = await sandbox.listen();
    const entrata = createEntrata({
      oauth: sandbox.oauth,
      ...server.options,
      clock,
      quota: { maxWaitMs: 0 },
      retry: { maxRetries: 0 },
    });
    const store = storeOn(stage.opened().connect(), { now });
    const rig = await startRig({ store, sandbox: { companies: [company] }, app: { entrata } });
    const [first = '', ...rest] = company.properties.map(({ id }) => id);
    const { subdomain, cid } = company;
    for (const [propertyId, withCode] of [
      [first, true] as const,
      ...rest.map((id) => [id, false] as const),
    ]) {
      const query = sandbox.webhookQuery({ requestType: 'ACTIVATION', subdomain, propertyId, withCode });
      expect((await rig.sendQuery(query)).status).toBe('accepted');
    }
    // Within this minute no more than the quota allows; the others wait, without having failed.
    const active = () => {
      // A database that breaks a deadlock costs a task a backoff, which a clock that stands would never end.
      at += 50;
      return countActive({ store, company: { cid } });
    };
    await expect.poll(active).toBe(20);
    // In the rows, not in the log: how long they wait counts from the instant at which that was written.
    const limited = async () => {
      const { items } = await store.tasks.list({ kind: 'converge', status: 'waiting' }, { limit: 100 });
      return items.filter(({ lastError }) => lastError === 'rate_limited').length;
    };
    await expect.poll(limited).toBe(10);
    expect(sandbox.approvals).toHaveLength(20);
    at += 60_000;
    await expect.poll(active).toBe(30);
    expect(sandbox.approvals).toHaveLength(30);
    expect(rig.notifications.filter(({ type }) => type === 'property.failed')).toEqual([]);
    await rig.stop();
    await store.close();
    await entrata.close();
    await server.close();
  });
});
