import { setTimeout as delay } from 'node:timers/promises';
import { FakeEntrata } from 'entrata-sdk/testing';
import type { Store } from 'entrata-store';
import { connectTo, type DatabaseAddress } from '../../../entrata-store/test/support/databases.js';
import { startChild } from '../../test/listing/support/start-child.js';
import { storeOn, webhookSecret } from '../../test/support/rig.js';
import { type Fleet, mulberry32, startFleet } from '../fleet.js';
import type { LivingCompany } from './companies.js';
import { compare, isShown, untilSettled } from './judge.js';

export interface LifeOptions {
  readonly address: DatabaseAddress;
  readonly companies: readonly LivingCompany[];
  readonly processes: number;
  readonly clockSkewMs: number;
  readonly seconds: number;
  readonly seed: number;
}

export interface LifeReport {
  readonly kills: number;
  readonly clockSkewMs: number;
  readonly refreshes: number;
  readonly revokes: number;
  readonly acknowledged: number;
  /** Acknowledged webhooks without their row, or without their effect; good houses that a last refresh left as they were. */
  readonly lost: number;
  /** Operators, agents and houses beyond the one there should be. */
  readonly doubled: number;
  /** Acknowledged suspensions, and revocations, after which the property was shown. */
  readonly suspensionsLost: number;
}

/** What the last acknowledged events of one property add up to. */
export interface Expectation {
  readonly living: LivingCompany;
  readonly propertyId: string;
  /** `withdrawn`: its client was revoked since. */
  state: 'active' | 'suspended' | 'withdrawn' | undefined;
  feedType: string | undefined;
}

/** The log ids of acknowledged webhooks, and how their rows have to end. */
export interface Acknowledged {
  readonly accepted: string[];
  readonly held: string[];
}

/** Nobody sends for a company while it is revoked and reinstated: what comes of such a webhook would be chance. */
interface Door {
  isClosed: boolean;
  inside: number;
}

const senders = 8;
const killEveryMs = 2_500;

/**
 * Sends webhooks for `seconds`, refreshes, revokes and reinstates, while adapters are killed again and again and their clocks
 * jump; each request is sent until it is answered.
 */
export async function liveAndKill(
  options: LifeOptions,
  say: (text: string) => void = () => {},
): Promise<LifeReport> {
  const { address, companies, processes: size, clockSkewMs, seconds, seed } = options;
  const random = mulberry32(seed);
  const sandbox = new FakeEntrata({ companies: companies.map(({ company }) => company), journalLimit: 100 });
  const sandboxServer = await sandbox.listen();
  for (const { unreadableId: propertyId } of companies) {
    sandbox.fail({ propertyId, times: Number.POSITIVE_INFINITY, fault: { kind: 'html', status: 200 } });
  }
  const store = storeOn(connectTo(address));
  const config = { address, sandbox: sandboxServer.options, oauth: sandbox.oauth, leaseMs: 2_000 };
  const fleet = await startFleet({ size, clockSkewMs, random, start: () => startChild(config) });
  const expectations: Expectation[] = companies.flatMap((living) =>
    living.company.properties.map(({ id: propertyId }) => ({
      living,
      propertyId,
      state: undefined,
      feedType: undefined,
    })),
  );
  const doors = new Map(
    companies.map((living): [LivingCompany, Door] => [living, { isClosed: false, inside: 0 }]),
  );
  const logIds: Acknowledged = { accepted: [], held: [] };
  const count = { refreshes: 0, revokes: 0, suspensionsLost: 0, feedTypes: 0 };
  let isOver = false;

  /** Sends it until it is acknowledged. */
  async function deliver(
    expected: Expectation,
    requestType: string,
    { feedType, isHeld = false }: { feedType?: string; isHeld?: boolean } = {},
  ) {
    const { living, propertyId } = expected;
    const fresh = (withCode: boolean) =>
      sandbox.webhookQuery({
        requestType,
        subdomain: living.company.subdomain,
        propertyId,
        withCode,
        ...(feedType === undefined ? {} : { extra: { feed_type: feedType } }),
      });
    let query = fresh(requestType === 'ACTIVATION');
    for (;;) {
      const answer = await ask(fleet, 'GET', `/webhooks/entrata/${webhookSecret}?${query}`);
      if (answer?.status === 200 || answer?.status === 202) {
        (isHeld ? logIds.held : logIds.accepted).push(String(answer.body.logId));
        return;
      }
      // The code was spent by a process that died before it could keep the token.
      if (answer?.status === 422) query = fresh(true);
      await delay(20);
    }
  }

  async function sendOne(expected: Expectation): Promise<void> {
    const dice = random();
    if (expected.state === undefined || expected.state === 'withdrawn' || dice < 0.45) {
      await deliver(expected, 'ACTIVATION');
      expected.state = 'active';
    } else if (dice < 0.8) {
      await deliver(expected, 'SUSPENDED');
      expected.state = 'suspended';
      if (random() < 0.5 && !(await staysHidden(store, expected))) count.suspensionsLost += 1;
    } else {
      count.feedTypes += 1;
      const feedType = `FEED_${count.feedTypes}`;
      await deliver(expected, 'CHANGE_FEED_TYPE', { feedType });
      expected.feedType = feedType;
    }
  }

  async function send(mine: readonly Expectation[]): Promise<void> {
    while (!isOver) {
      const expected = mine[Math.floor(random() * mine.length)];
      const door = expected && doors.get(expected.living);
      if (expected === undefined || door === undefined) return;
      if (door.isClosed) {
        await delay(20);
        continue;
      }
      door.inside += 1;
      await sendOne(expected).finally(() => {
        door.inside -= 1;
      });
    }
  }

  async function refresh(): Promise<void> {
    while (!isOver) {
      await delay(100 + random() * 400);
      if ((await ask(fleet, 'POST', '/api/admin/refresh'))?.status === 202) count.refreshes += 1;
    }
  }

  async function revoke(): Promise<void> {
    while (!isOver) {
      await delay(1_000 + random() * 2_000);
      const living = companies[Math.floor(random() * companies.length)];
      const client = living && (await store.clients.findByCid(living.company.cid));
      const door = living && doors.get(living);
      if (client === undefined || door === undefined) continue;
      door.isClosed = true;
      while (door.inside > 0) await delay(20);
      await untilDone(fleet, `/api/admin/clients/${client.id}/revoke`);
      const known = expectations.filter(
        (expected) => expected.living === living && expected.state !== undefined,
      );
      for (const expected of known) expected.state = 'withdrawn';
      const [one, two] = known;
      if (one !== undefined) await deliver(one, 'SUSPENDED');
      if (two !== undefined) await deliver(two, 'ACTIVATION', { isHeld: true });
      for (const expected of known) if (!(await staysHidden(store, expected, 0))) count.suspensionsLost += 1;
      await untilDone(fleet, `/api/admin/clients/${client.id}/reinstate`);
      count.revokes += 1;
      door.isClosed = false;
    }
  }

  try {
    fleet.harass(killEveryMs);
    // Each property belongs to one sender, so that its events have an order.
    const sending = Array.from({ length: senders }, (_, sender) =>
      send(expectations.filter((__, place) => place % senders === sender)),
    );
    const others = [refresh(), revoke()];
    await delay(seconds * 1_000);
    isOver = true;
    await Promise.all([...sending, ...others]);
    await untilSettled(store, expectations);
    const judged = await compare(
      store,
      expectations,
      logIds,
      () => untilDone(fleet, '/api/admin/refresh'),
      say,
    );
    return {
      kills: fleet.kills,
      clockSkewMs: fleet.clockSkewMs,
      refreshes: count.refreshes,
      revokes: count.revokes,
      acknowledged: logIds.accepted.length + logIds.held.length,
      lost: judged.lost,
      doubled: judged.doubled,
      suspensionsLost: judged.suspensionsLost + count.suspensionsLost,
    };
  } finally {
    await fleet.stop();
    await store.close();
    await sandboxServer.close();
  }
}

/** Whether its houses are hidden, and for a while not shown again. */
async function staysHidden(store: Store, expected: Expectation, forMs = 500): Promise<boolean> {
  const hiddenBy = performance.now() + 20_000;
  while (await isShown(store, expected)) {
    if (performance.now() > hiddenBy) return false;
    await delay(50);
  }
  const endsAt = performance.now() + forMs;
  while (performance.now() < endsAt) {
    await delay(50);
    if (await isShown(store, expected)) return false;
  }
  return true;
}

/** As an administrator, until it is answered. */
async function untilDone(fleet: Fleet, path: string): Promise<void> {
  for (;;) {
    const answer = await ask(fleet, 'POST', path);
    if (answer !== undefined && answer.status < 300) return;
    await delay(50);
  }
}

/** Undefined when no answer came: the adapter is dead, and another one on its way. */
async function ask(
  fleet: Fleet,
  method: string,
  path: string,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> } | undefined> {
  try {
    const headers = { 'x-test-role': 'admin' };
    const response = await fetch(`${fleet.next()}${path}`, {
      method,
      headers,
      signal: AbortSignal.timeout(10_000),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  } catch {
    return undefined;
  }
}
