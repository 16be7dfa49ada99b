import { setTimeout as delay } from 'node:timers/promises';
import { FakeEntrata, type SandboxCompany } from 'entrata-sdk/testing';
import type { Store } from 'entrata-store';
import { connectTo, type DatabaseAddress } from '../../../entrata-store/test/support/databases.js';
import { startChild } from '../../test/listing/support/start-child.js';
import { storeOn, webhookSecret } from '../../test/support/rig.js';

export interface BulkReport {
  readonly kills: number;
  readonly acknowledged: number;
  /** Acknowledged activations whose house is not shown at the end. */
  readonly lost: number;
  /** Houses beyond one per property. */
  readonly doubled: number;
  /** From the first webhook to the last house. */
  readonly seconds: number;
}

const sendersAtOnce = 25;
const drainedWithinMs = 900_000;

/** Subscribes a whole company, kills the adapter when a third of the houses is there, and counts the rest. */
export async function subscribeInBulk(
  address: DatabaseAddress,
  company: SandboxCompany,
): Promise<BulkReport> {
  const sandbox = new FakeEntrata({ companies: [company], journalLimit: 100 });
  const sandboxServer = await sandbox.listen();
  const start = () =>
    startChild({ address, sandbox: sandboxServer.options, oauth: sandbox.oauth, leaseMs: 2_000 });
  let child = await start();
  const store = storeOn(connectTo(address));
  const startedAt = performance.now();
  let acknowledged = 0;

  async function activate(propertyId: string, withCode: boolean): Promise<void> {
    const { subdomain } = company;
    const query = sandbox.webhookQuery({ requestType: 'ACTIVATION', subdomain, propertyId, withCode });
    for (;;) {
      const url = `${child.url}/webhooks/entrata/${webhookSecret}?${query}`;
      const status = await fetch(url).then(
        async (response) => {
          await response.text();
          return response.status;
        },
        () => 0,
      );
      if (status === 200) break;
      await delay(20);
    }
    acknowledged += 1;
  }

  try {
    const waiting = company.properties.map(({ id }) => id);
    await activate(waiting.pop() ?? '', true);
    const sending = Promise.all(
      Array.from({ length: sendersAtOnce }, async () => {
        for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await activate(next, false);
      }),
    );
    const total = company.properties.length;
    await until(async () => (await countHouses(store, company)).active >= total / 3);
    await child.kill();
    child = await start();
    await sending;
    await until(async () => (await countHouses(store, company)).active >= total);
    const seconds = (performance.now() - startedAt) / 1_000;
    const { active, all } = await countHouses(store, company);
    return { kills: 1, acknowledged, lost: total - active, doubled: all - total, seconds };
  } finally {
    await child.kill();
    await store.close();
    await sandboxServer.close();
  }
}

async function countHouses(store: Store, { cid }: SandboxCompany): Promise<{ active: number; all: number }> {
  const client = await store.clients.findByCid(cid);
  const count = { active: 0, all: 0 };
  if (client === undefined) return count;
  let after: string | undefined;
  do {
    const page = await store.houses.list(
      { clientId: client.id },
      { limit: 500, ...(after === undefined ? {} : { after }) },
    );
    count.all += page.items.length;
    count.active += page.items.filter(({ status }) => status === 'active').length;
    after = page.next;
  } while (after !== undefined);
  return count;
}

/** Waits for it, and no longer than a whole drain may take: what is missing then is counted as lost. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  const endsAt = performance.now() + drainedWithinMs;
  while (performance.now() < endsAt && !(await condition())) await delay(500);
}
