import { setTimeout as delay } from 'node:timers/promises';
import { FakeEntrata, type SandboxCompany } from 'entrata-sdk/testing';
import type { Store } from 'entrata-store';
import { connectTo, type DatabaseAddress } from '../../../entrata-store/test/support/databases.js';
import { type AdapterChild, startChild } from '../../test/listing/support/start-child.js';
import { storeOn, webhookSecret } from '../../test/support/rig.js';

export interface RandomKills {
  readonly address: DatabaseAddress;
  readonly companies: readonly SandboxCompany[];
  readonly seconds: number;
  readonly seed: number;
}

export interface RandomKillsReport {
  readonly kills: number;
  readonly acknowledged: number;
  /** Acknowledged webhooks without their row, or without their effect. */
  readonly lost: number;
  /** Clients, operators, agents, properties and houses beyond the one there should be. */
  readonly doubled: number;
}

/** What the last acknowledged events of one property add up to. */
interface Wish {
  readonly company: SandboxCompany;
  readonly propertyId: string;
  state: 'active' | 'suspended' | undefined;
  feedType: string | undefined;
}

const senders = 8;
const settleWithinMs = 120_000;

/** Sends webhooks for `seconds` while the adapter is killed again and again; each is sent until it is answered. */
export async function killAtRandom({
  address,
  companies,
  seconds,
  seed,
}: RandomKills): Promise<RandomKillsReport> {
  const random = mulberry32(seed);
  const sandbox = new FakeEntrata({ companies, journalLimit: 100 });
  const sandboxServer = await sandbox.listen();
  const start = () =>
    startChild({
      address,
      sandbox: sandboxServer.options,
      oauth: sandbox.oauth,
      leaseMs: 2_000,
    });
  const wishes: Wish[] = companies.flatMap((company) =>
    company.properties.map(({ id }) => ({ company, propertyId: id, state: undefined, feedType: undefined })),
  );
  const logIds: string[] = [];
  let child: AdapterChild = await start();
  let kills = 0;
  let isOver = false;
  let feedTypes = 0;

  async function sendUntilAnswered(wish: Wish, requestType: string, feedType: string | undefined) {
    const { company, propertyId } = wish;
    const fresh = (withCode: boolean) =>
      sandbox.webhookQuery({
        requestType,
        subdomain: company.subdomain,
        propertyId,
        withCode,
        ...(feedType === undefined ? {} : { extra: { feed_type: feedType } }),
      });
    let query = fresh(requestType === 'ACTIVATION');
    for (;;) {
      try {
        const response = await fetch(`${child.url}/webhooks/entrata/${webhookSecret}?${query}`, {
          signal: AbortSignal.timeout(10_000),
        });
        const text = await response.text();
        if (response.status === 200) {
          logIds.push((JSON.parse(text) as { logId: string }).logId);
          return;
        }
        // The code was spent by a process that died before it could keep the token.
        if (response.status === 422) query = fresh(true);
      } catch {
        // The adapter is dead; another one is on its way.
      }
      await delay(20);
    }
  }

  async function send(mine: readonly Wish[]): Promise<void> {
    while (!isOver) {
      const wish = mine[Math.floor(random() * mine.length)];
      if (wish === undefined) return;
      const dice = random();
      if (wish.state === undefined || dice < 0.45) {
        await sendUntilAnswered(wish, 'ACTIVATION', undefined);
        wish.state = 'active';
      } else if (dice < 0.8) {
        await sendUntilAnswered(wish, 'SUSPENDED', undefined);
        wish.state = 'suspended';
      } else {
        feedTypes += 1;
        const feedType = `FEED_${feedTypes}`;
        await sendUntilAnswered(wish, 'CHANGE_FEED_TYPE', feedType);
        wish.feedType = feedType;
      }
    }
  }

  async function kill(): Promise<void> {
    while (!isOver) {
      await delay(500 + random() * 4_000);
      if (isOver) return;
      await child.kill();
      kills += 1;
      child = await start();
    }
  }

  // Each property belongs to one sender, so that its events have an order.
  const sending = Array.from({ length: senders }, (_, sender) =>
    send(wishes.filter((__, index) => index % senders === sender)),
  );
  const killing = kill();
  await delay(seconds * 1_000);
  isOver = true;
  await Promise.all([...sending, killing]);

  const store = storeOn(connectTo(address));
  try {
    await untilSettled(store);
    const { lost, doubled } = await compare(store, wishes, logIds);
    return { kills, acknowledged: logIds.length, lost, doubled };
  } finally {
    await child.kill();
    await store.close();
    await sandboxServer.close();
  }
}

async function untilSettled(store: Store): Promise<void> {
  const endsAt = performance.now() + settleWithinMs;
  const future = '9999-01-01T00:00:00.000Z';
  while (performance.now() < endsAt) {
    if ((await store.properties.unreconciled(future, { limit: 1 })).items.length === 0) return;
    await delay(200);
  }
}

async function compare(store: Store, wishes: readonly Wish[], logIds: readonly string[]) {
  let lost = 0;
  let doubled = 0;
  for (const logId of logIds) {
    const row = await store.webhooks.find(logId);
    if (row?.outcome !== 'accepted' && row?.outcome !== 'duplicate') lost += 1;
  }
  const agents = (await store.users.list({ role: 'agent' }, { limit: 500 })).items;
  for (const company of new Set(wishes.map((wish) => wish.company))) {
    const operators = await store.operators.findByName(company.name);
    const ownAgents = agents.filter(({ companyName }) => companyName === company.name);
    doubled += Math.max(0, operators.length - 1) + Math.max(0, ownAgents.length - 1);
  }
  for (const wish of wishes) {
    if (wish.state === undefined) continue;
    const client = await store.clients.findByCid(wish.company.cid);
    const property = client && (await store.properties.findByEntrataId(client.id, wish.propertyId));
    const houses = client
      ? (await store.houses.list({ clientId: client.id, propertyId: wish.propertyId })).items
      : [];
    doubled += Math.max(0, houses.length - 1);
    const isShown = houses.some(({ status }) => status === 'active');
    const isAsWished =
      property?.state === wish.state &&
      property.reachedSeq === property.eventSeq &&
      property.feedType === wish.feedType &&
      isShown === (wish.state === 'active');
    if (!isAsWished) lost += 1;
  }
  return { lost, doubled };
}

/** A small seeded generator, so that a run can be repeated. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
