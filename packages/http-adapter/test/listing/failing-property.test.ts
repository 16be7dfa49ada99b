import { createEntrata } from 'entrata-sdk';
import { createMemoryStore, type PropertyRecord, secret } from 'entrata-store';
import { expect, test } from 'vitest';
import { onePerFloorPlan } from '../../src/index.js';
import { createPart, runOf } from '../support/app-part.js';
import { changeableCompany } from '../support/changeable-company.js';
import { type CompanyRig, onOneDatabase } from '../support/on-each-database.js';
import { storeOn } from '../support/rig.js';
import { activate, propertyOf } from './support/company-events.js';

const forever = Number.POSITIVE_INFINITY;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Of its own properties: what another test left failing is tried by this rig's workers, too. */
const told = (rig: CompanyRig, type: string) =>
  rig.notifications.filter(
    (each) =>
      each.type === type && (!('propertyId' in each) || rig.propertyIds.includes(each.propertyId ?? '')),
  );

await onOneDatabase('A failing property', (stage) => {
  test('has an id for each incident, the same for each delivery of it', async () => {
    const { company, properties } = changeableCompany(1);
    const delivered: string[] = [];
    const rig = await stage.rig({
      company,
      app: {
        mapHouses: onePerFloorPlan,
        onNotification: async ({ id, type }) => {
          if (type !== 'property.listing_empty') return;
          delivered.push(id);
          if (delivered.length === 1) throw Object.assign(new Error('not now'), { retryAfterMs: 0 });
        },
      },
    });
    await activate(rig);
    await rig.settled();
    const clientId = (await propertyOf(rig))?.clientId ?? '';
    const refresh = async () => {
      await rig.app.refreshHouses({ clientId });
      await rig.settled();
    };
    const [property] = properties;
    const plans = property?.floorPlans ?? [];
    for (const _ of [1, 2]) {
      if (property !== undefined) property.floorPlans = [];
      await refresh();
      await refresh();
      expect(await propertyOf(rig)).toMatchObject({ lastError: 'listing_empty', state: 'active' });
      if (property !== undefined) property.floorPlans = plans;
      await refresh();
      expect(await propertyOf(rig)).toMatchObject({ lastError: undefined });
    }
    await expect.poll(() => delivered.length).toBe(3);
    expect(delivered[1]).toBe(delivered[0]);
    expect(delivered[2]).not.toBe(delivered[0]);
  });

  test('whose failure may pass is notified of once it has lasted an hour, and not again', async () => {
    let offsetMs = 0;
    const store = storeOn(stage.opened().connect(), { clockOffsetMs: () => offsetMs });
    const rig = await stage.rig({ store });
    rig.sandbox.fail({ times: forever, fault: { kind: 'html', status: 200 }, method: 'getProperties' });
    await activate(rig);
    await expect.poll(() => propertyOf(rig)).toMatchObject({ lastError: 'bad_response' });
    const { clientId = '', propertyId = '' } = (await propertyOf(rig)) ?? {};
    const tryAgain = async () => {
      const { updatedAt } = (await propertyOf(rig)) ?? {};
      await rig.store.tasks.enqueue({ kind: 'converge', payload: { clientId, propertyId }, maxAttempts: 1 });
      await expect.poll(async () => (await propertyOf(rig))?.updatedAt).not.toBe(updatedAt);
      await rig.settled();
    };
    await tryAgain();
    expect(told(rig, 'property.failed')).toEqual([]);
    offsetMs = hourMs + minuteMs;
    await tryAgain();
    expect(told(rig, 'property.failed')).toMatchObject([{ clientId, propertyId }]);
    offsetMs = 2 * hourMs;
    await tryAgain();
    expect(told(rig, 'property.failed')).toHaveLength(1);
    // Each of these tasks was given up, which is news of its own.
    const dead = told(rig, 'task.dead');
    expect(dead).toMatchObject(Array(3).fill({ kind: 'converge' }));
    expect(new Set(dead.map(({ id }) => id)).size).toBe(3);
    // One of them is tried again, and dies again: news of the same task.
    const [first] = dead;
    const taskId = first !== undefined && 'taskId' in first ? first.taskId : '';
    await rig.store.tasks.retry(taskId);
    const ofFirst = () => told(rig, 'task.dead').filter((each) => 'taskId' in each && each.taskId === taskId);
    await expect.poll(() => ofFirst().length).toBe(2);
    expect(new Set(ofFirst().map(({ id }) => id)).size).toBe(2);
  });

  test('is not written to by an attempt that a newer one has overtaken', async () => {
    let fetches = 0;
    let mayFail: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      mayFail = resolve;
    });
    const rig = await stage.rig({
      app: {
        mapHouses: () => {
          throw new Error('a bug of the older release');
        },
        atStep: async (step) => {
          if (step !== 'approval.recorded') return;
          fetches += 1;
          // Whichever attempt it is: the new token sets the property going once more.
          await held;
        },
      },
    });
    await activate(rig);
    await expect.poll(() => fetches).toBeGreaterThan(0);
    // The newer release does the same meanwhile, not through a task, which the older one's workers might take.
    const { clientId = '', propertyId = '' } = (await propertyOf(rig)) ?? {};
    await createPart(rig).tasks.converge?.(runOf('converge', { clientId, propertyId }));
    expect(await propertyOf(rig)).toMatchObject({ state: 'active' });
    mayFail();
    await rig.settled();
    expect(await propertyOf(rig)).toMatchObject({ state: 'active', lastError: undefined });
    expect(told(rig, 'property.failed')).toEqual([]);
  });
});

/** The sweeps by themselves, over a store whose clock the test sets. */
async function sweeping() {
  let at = Date.parse('2026-11-23T10:00:00.000Z');
  const store = createMemoryStore({ now: () => new Date(at) });
  const { client } = await store.clients.connect({
    cid: '1',
    subdomain: 'demo',
    companyName: 'Demo',
    token: { accessToken: secret('token'), expiresAt: undefined },
    agent: { name: 'Agent' },
  });
  const restart = () => createPart({ entrata: createEntrata(), store });
  let part = restart();
  const property = async (propertyId: string) => {
    const event = { clientId: client.id, propertyId, fingerprint: propertyId };
    return (await store.properties.recordEvent(event)).property;
  };
  return {
    store,
    property,
    pass(ms: number) {
      at += ms;
    },
    restart() {
      part = restart();
    },
    /** The properties and viewings that a sweep has enqueued; their tasks are done with. */
    async sweep() {
      await part.sweep();
      const swept: string[] = [];
      const note = async ({ payload }: { payload: Readonly<Record<string, unknown>> }) => {
        swept.push(String(payload.propertyId ?? payload.viewingId));
      };
      const worker = store.tasks.work({ converge: note, 'viewing.send': note });
      await worker.idle();
      await worker.stop();
      return swept;
    },
    fail: ({ id }: PropertyRecord, code: string) =>
      store.properties.find(id).then((seen) => seen && store.properties.recordFailure(seen, { code })),
  };
}

test('a property that keeps failing is tried after ten minutes, then hourly, then daily', async () => {
  const { property, pass, sweep, fail } = await sweeping();
  const failing = await property('7');
  await fail(failing, 'forbidden');
  const triesIn = async (ms: number, stepMs: number) => {
    let tries = 0;
    for (let passed = 0; passed < ms; passed += stepMs) {
      pass(stepMs);
      if ((await sweep()).length === 0) continue;
      tries += 1;
      await fail(failing, 'forbidden');
    }
    return tries;
  };
  expect(await triesIn(hourMs, minuteMs)).toBe(5);
  expect(await triesIn(dayMs, 10 * minuteMs)).toBeLessThanOrEqual(24);
  expect(await triesIn(5 * dayMs, hourMs)).toBeLessThanOrEqual(6);
});

test('what the deployment itself mends is tried once more by each new process', async () => {
  const { property, pass, sweep, restart, fail } = await sweeping();
  const [ours, theirs] = [await property('7'), await property('8')];
  for (let hours = 0; hours < 30; hours += 1) {
    await fail(ours, 'mapping_failed');
    await fail(theirs, 'forbidden');
    pass(hourMs);
  }
  await sweep();
  expect(await sweep()).toEqual([]);
  restart();
  expect(await sweep()).toEqual(['7']);
  expect(await sweep()).toEqual([]);
});

test('more rows than a sweep reads, all of which wait, hide no property and no viewing that is forgotten', async () => {
  const { store, property, pass, sweep, fail } = await sweeping();
  const user = await store.users.insert({ role: 'user', name: 'Renter', email: 'renter@example.test' });
  const first = await property('1');
  const target = {
    clientId: first.clientId,
    propertyId: '1',
    operatorId: (await store.clients.find(first.clientId))?.operatorId ?? '',
    agentUserId: (await store.clients.find(first.clientId))?.agentUserId ?? '',
  };
  await store.houses.replaceListing(target, [
    {
      unitKey: '',
      title: 'A house',
      officeHours: [],
      amenities: [],
      images: [],
      floorPlans: [],
      sourceHash: 'x',
    },
  ]);
  const houseId = (await store.houses.list()).items[0]?.id ?? '';
  const open = async (message: string) =>
    (await store.viewings.open({ userId: user.id, houseId, message })).viewing;
  for (let count = 0; count < 505; count += 1) {
    await fail(await property(String(1_000 + count)), 'forbidden');
    const { id } = await open(`unknown ${count}`);
    await store.viewings.transition(id, ['pending'], { status: 'unknown' });
  }
  pass(2 * hourMs);
  for (let count = 0; count < 505; count += 1) {
    const found = await store.properties.findByEntrataId(first.clientId, String(1_000 + count));
    if (found !== undefined) await fail(found, 'forbidden');
  }
  pass(minuteMs);
  const forgotten = await property('9');
  const { id: pending } = await open('forgotten');
  pass(30 * minuteMs);
  const swept = [...(await sweep()), ...(await sweep())];
  expect(swept).toContain(forgotten.propertyId);
  expect(swept).toContain(pending);
  // Those that wait for their hour are left alone.
  expect(swept.filter((id) => /^1\d{3}$/.test(id))).toEqual([]);
});
