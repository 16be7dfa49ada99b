import { createEntrata } from 'entrata-sdk';
import { FakeEntrata } from 'entrata-sdk/testing';
import { expect, test } from 'vitest';
import { type CompanyRig, freshCompany, onEachDatabase } from '../support/on-each-database.js';

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

async function countActive(rig: CompanyRig): Promise<number> {
  const client = await rig.store.clients.findByCid(rig.company.cid);
  let count = 0;
  let after: string | undefined;
  do {
    const page = await rig.store.houses.list(
      { clientId: client?.id ?? '', status: 'active' },
      { limit: 500, ...(after === undefined ? {} : { after }) },
    );
    count += page.items.length;
    after = page.next;
  } while (after !== undefined);
  return count;
}

await onEachDatabase('A bulk subscription', (stage) => {
  // `npm run soak:webhooks` does the same with 2,000.
  const size = 150;

  test(`of ${size} properties drains, with a restart in the middle`, async () => {
    const rig = await stage.rig({ properties: size, sandbox: { journalLimit: 10 } });
    const propertyIds = rig.company.properties.map(({ id }) => id);
    await subscribe(rig, propertyIds);
    await expect.poll(() => countActive(rig), { timeout: 40_000, interval: 50 }).toBeGreaterThan(size / 4);
    await rig.app.stop({ drainMs: 0 });
    const atRest = await countActive(rig);
    expect(atRest).toBeLessThan(size);
    rig.app.start();
    await rig.settled();
    expect(await countActive(rig)).toBe(size);
    expect(new Set(rig.sandbox.approvals.map(({ propertyId }) => propertyId)).size).toBe(size);
    // At most what was under way when the app was stopped is approved twice.
    expect(rig.sandbox.approvals.length - size).toBeLessThanOrEqual(8);
    expect(rig.notifications.filter(({ type }) => type === 'property.failed')).toEqual([]);
  }, 120_000);

  test("waits for Entrata's quota and tells of no failure", async () => {
    const company = freshCompany(30);
    // The minute that the quota counts ends three seconds from now.
    const ahead = 60_000 - (Date.now() % 60_000) - 3_000;
    const sandbox = new FakeEntrata({
      companies: [company],
      clock: { now: () => Date.now() + ahead },
      quota: { perMinute: 20 },
    });
    const server = await sandbox.listen();
    const entrata = createEntrata({
      oauth: sandbox.oauth,
      ...server.options,
      clock: { now: () => Date.now() + ahead },
      quota: { maxWaitMs: 0 },
      retry: { maxRetries: 0 },
    });
    const rig = await stage.rig({ sandbox: { companies: [company] }, app: { entrata } });
    const [first = '', ...rest] = company.properties.map(({ id }) => id);
    const { subdomain } = company;
    for (const [propertyId, withCode] of [
      [first, true] as const,
      ...rest.map((id) => [id, false] as const),
    ]) {
      const query = sandbox.webhookQuery({ requestType: 'ACTIVATION', subdomain, propertyId, withCode });
      expect((await rig.sendQuery(query)).status).toBe('accepted');
    }
    const active = () => countActive({ ...rig, company, propertyId: first, propertyIds: rest });
    await expect.poll(active, { timeout: 25_000, interval: 100 }).toBe(30);
    expect(sandbox.approvals).toHaveLength(30);
    expect(rig.notifications.filter(({ type }) => type === 'property.failed')).toEqual([]);
    const limited = rig.logger.lines.filter(({ fields }) => fields.code === 'rate_limited');
    expect(limited.length).toBeGreaterThan(0);
    await rig.app.stop();
    await entrata.close();
    await server.close();
  });
});
