import { setTimeout as delay } from 'node:timers/promises';
import type { HouseRecord, PropertyRecord, Store } from 'entrata-store';
import type { Acknowledged, Expectation } from './live-and-kill.js';

const settlesWithinMs = 120_000;

/** Until every property is where its newest event wants it, but for those that nobody can read. */
export async function untilSettled(store: Store, expectations: readonly Expectation[]): Promise<void> {
  const unreadable = new Set(expectations.map(({ living }) => living.unreadableId));
  const future = '9999-01-01T00:00:00.000Z';
  await until(async () => {
    const { items } = await store.properties.unreconciled(future, { limit: 500 });
    return items.every(({ propertyId }) => unreadable.has(propertyId));
  });
}

export async function isShown(store: Store, expected: Expectation): Promise<boolean> {
  return (await housesOf(store, expected)).some(({ status }) => status === 'active');
}

/** Judges by the rows alone, then renames every property and asks for a last refresh. */
export async function compare(
  store: Store,
  expectations: readonly Expectation[],
  logIds: Acknowledged,
  refresh: () => Promise<void>,
  say: (text: string) => void,
): Promise<{ lost: number; doubled: number; suspensionsLost: number }> {
  const count = {
    lost: await countMissing(store, logIds, say),
    doubled: await countDoubled(store, expectations),
    suspensionsLost: 0,
  };
  const shown: Expectation[] = [];
  for (const expected of expectations.filter(({ state }) => state !== undefined)) {
    const houses = await housesOf(store, expected);
    count.doubled += Math.max(0, houses.length - 1);
    const isVisible = houses.some(({ status }) => status === 'active');
    if (isVisible && expected.state !== 'active') count.suspensionsLost += 1;
    const isReadable = expected.propertyId !== expected.living.unreadableId;
    const property = await propertyOf(store, expected);
    if (isAsExpected(expected, property, isVisible, isReadable)) {
      if (isVisible) shown.push(expected);
    } else {
      count.lost += 1;
      const { propertyId, state, feedType } = expected;
      say(`lost: ${JSON.stringify({ propertyId, state, feedType, isVisible, isReadable, property })}`);
    }
  }
  for (const property of new Set(expectations.flatMap(({ living }) => living.good)))
    property.name = `Renamed ${property.id}`;
  await refresh();
  const isRenamed = async (expected: Expectation) =>
    (await housesOf(store, expected)).every(({ title }) => title === `Renamed ${expected.propertyId}`);
  await until(async () => (await Promise.all(shown.map(isRenamed))).every(Boolean));
  for (const expected of shown) {
    if (await isRenamed(expected)) continue;
    count.lost += 1;
    say(
      `lost: ${expected.propertyId} was not refreshed: ${JSON.stringify(await propertyOf(store, expected))}`,
    );
  }
  return count;
}

function isAsExpected(
  { state, feedType }: Expectation,
  property: PropertyRecord | undefined,
  isVisible: boolean,
  isReadable: boolean,
): boolean {
  if (property === undefined || property.feedType !== feedType) return false;
  const isWanted = state === 'active';
  if (isWanted && !isReadable) return !isVisible && property.desiredState === 'active';
  const isThere = state === 'withdrawn' || property.state === state;
  // Whether nothing is left to do is asked of those alone that could be waited for.
  if (!isReadable) return isThere && !isVisible;
  return isThere && property.reachedSeq === property.eventSeq && isVisible === isWanted;
}

async function countMissing(
  store: Store,
  { accepted, held }: Acknowledged,
  say: (text: string) => void,
): Promise<number> {
  let missing = 0;
  const look = async (logId: string, outcomes: readonly string[]) => {
    const row = await store.webhooks.find(logId);
    if (outcomes.includes(row?.outcome ?? '')) return;
    missing += 1;
    say(`lost: webhook ${logId}: ${JSON.stringify(row)}`);
  };
  for (const logId of accepted) await look(logId, ['accepted', 'duplicate']);
  for (const logId of held) await look(logId, ['held']);
  return missing;
}

async function countDoubled(store: Store, expectations: readonly Expectation[]): Promise<number> {
  let doubled = 0;
  const agents = (await store.users.list({ role: 'agent' }, { limit: 500 })).items;
  for (const { name } of new Set(expectations.map(({ living }) => living.company))) {
    const operators = await store.operators.findByName(name);
    const own = agents.filter(({ companyName }) => companyName === name);
    doubled += Math.max(0, operators.length - 1) + Math.max(0, own.length - 1);
  }
  return doubled;
}

async function propertyOf(
  store: Store,
  { living, propertyId }: Expectation,
): Promise<PropertyRecord | undefined> {
  const client = await store.clients.findByCid(living.company.cid);
  return client && store.properties.findByEntrataId(client.id, propertyId);
}

async function housesOf(store: Store, { living, propertyId }: Expectation): Promise<readonly HouseRecord[]> {
  const client = await store.clients.findByCid(living.company.cid);
  return client === undefined ? [] : (await store.houses.list({ clientId: client.id, propertyId })).items;
}

/** Waits for it, and no longer than it may take: what is missing then is counted. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  const endsAt = performance.now() + settlesWithinMs;
  while (performance.now() < endsAt && !(await condition())) await delay(200);
}
