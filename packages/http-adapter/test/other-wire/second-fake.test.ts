import { readFileSync } from 'node:fs';
import { createEntrata, inventedIlsWire, type WireProfile } from 'entrata-sdk';
import { createMemoryStore } from 'entrata-store';
import ts from 'typescript';
import { expect, onTestFinished, test } from 'vitest';
import { apiApproval, createApp, urlSecret } from '../../src/index.js';
import { startServer } from '../../src/node/index.js';
import { startSecondFake } from './support/second-fake.js';

const guide = new URL('../../../entrata-sdk/docs/when-your-wire-differs.md', import.meta.url);

/** The profile that the guide's worked example shows, as it stands there. */
function profileOfGuide(): WireProfile {
  const [, source] =
    /^(const wire: WireProfile = \{\n[\s\S]*?^\};\n)/m.exec(readFileSync(guide, 'utf8')) ?? [];
  if (source === undefined) throw new Error('The guide shows no profile');
  const { outputText } = ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ES2022 } });
  return new Function('inventedIlsWire', `${outputText}; return wire;`)(inventedIlsWire);
}

const secret = 'sixteen-characters';

async function start() {
  const fake = await startSecondFake();
  onTestFinished(() => fake.close().then(() => {}));
  const wire = { ...profileOfGuide(), hosts: fake.hosts, ids: /(?:C|P|L|E|R)-\d+/ };
  const entrata = createEntrata({
    oauth: fake.oauth,
    wire,
    allowInsecureLoopback: true,
    retry: { baseDelayMs: 10 },
  });
  onTestFinished(() => entrata.close());
  const store = createMemoryStore();
  const { id: userId } = await store.users.insert({
    role: 'user',
    name: 'Ada Example',
    email: 'ada@example.test',
  });
  const app = createApp({
    entrata,
    store,
    webhook: { verify: urlSecret(secret), approval: apiApproval(), deadlineMs: 60_000 },
    authenticate: async () => ({ role: 'user', userId }),
    booking: { lookUpDelayMs: 0, verifyDelayMs: 0, retryDelayMs: 0 },
    lead: { cancelResultId: 'R-9' },
  });
  const server = await startServer(app);
  onTestFinished(() => server.stop());
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as never };
  };
  const webhook = async (fields: Readonly<Record<string, string>>, method = 'GET') => {
    const query = new URLSearchParams({ company: fake.cid, subdomain: 'second', ...fields });
    const url = `${server.url}/webhooks/entrata/${secret}`;
    const response = await fetch(method === 'GET' ? `${url}?${query}` : url, {
      method,
      ...(method === 'POST' && { body: query }),
    });
    const { status } = (await response.json()) as { status: string };
    await app.idle();
    return status;
  };
  return { fake, app, store, call, webhook };
}

/** A tour that can be booked: in a month's time, so that it lies ahead whatever the day. */
async function freeTours(call: Awaited<ReturnType<typeof start>>['call'], houseId: string) {
  const next = new Date();
  next.setUTCMonth(next.getUTCMonth() + 2, 1);
  const month = `${String(next.getUTCMonth() + 1).padStart(2, '0')}-${next.getUTCFullYear()}`;
  const { body } = await call('GET', `/api/tour-times?houseId=${houseId}&month=${month}`);
  return (body as { slots: { rawDate: string; rawTime: string }[] }).slots;
}

test("by the guide's profile the whole job is done with an Entrata that speaks otherwise", async () => {
  const { fake, app, store, call, webhook } = await start();
  const activation = () => ({
    request_type: 'Activation',
    property_id: fake.propertyId,
    auth_code: fake.issueCode(),
  });
  expect(await webhook(activation(), 'POST')).toBe('accepted');
  const client = await store.clients.findByCid(fake.cid);
  const property = () => store.properties.findByEntrataId(client?.id ?? '', fake.propertyId);
  // It names no property yet, which is an answer and no failure of the call.
  expect(await property()).toMatchObject({ desiredState: 'active', lastError: 'listing_empty' });
  fake.list();
  expect(await webhook({ ...activation(), feed: 'full' })).toBe('accepted');
  expect(await property()).toMatchObject({ state: 'active', approval: 'sent', feedType: 'full' });
  expect(new Set(fake.accepted)).toEqual(new Set([fake.propertyId]));

  const [house] = ((await call('GET', '/api/houses')).body as { items: { id: string; title: string }[] })
    .items;
  expect(house?.title).toBe('Other Way Flats');
  const [first, second] = await freeTours(call, house?.id ?? '');
  const booked = await call('POST', '/api/viewings', { houseId: house?.id, ...first });
  expect(booked).toMatchObject({ status: 201, body: { status: 'confirmed' } });
  const { id } = booked.body as { id: string };
  await app.idle();
  expect(fake.leads).toMatchObject([
    { firstName: 'Ada', appointments: [{ day: first?.rawDate, hours: first?.rawTime }] },
  ]);
  const moved = await call('POST', `/api/viewings/${id}/reschedule`, { ...second });
  expect(moved).toMatchObject({ body: { status: 'confirmed' } });
  await app.idle();
  expect(fake.leads).toMatchObject([{ appointments: [{ day: second?.rawDate, hours: second?.rawTime }] }]);
  const { id: movedId } = moved.body as { id: string };
  expect(await call('POST', `/api/viewings/${movedId}/cancel`, {})).toMatchObject({
    body: { status: 'cancelled' },
  });
  await app.idle();
  const tours = fake.leads.flatMap(({ appointments }) => appointments);
  expect(tours.map(({ result }) => result)).toEqual(tours.map(() => 'R-9'));

  // Its own code for a token that is of no use any more.
  fake.revokeTokens();
  await freeTours(call, house?.id ?? '');
  expect(await store.clients.findByCid(fake.cid)).toMatchObject({ status: 'needs_reauthorization' });
  expect(await webhook(activation())).toBe('accepted');
  expect(await store.clients.findByCid(fake.cid)).toMatchObject({ status: 'active' });
  // Of the whole client, in its own word.
  expect(await webhook({ request_type: 'unsubscribed' })).toBe('accepted');
  expect((await call('GET', '/api/houses')).body).toMatchObject({ items: [] });
  expect(new Set(fake.refusals)).toEqual(new Set(['Sign in anew']));
});

test('without it the same Entrata understands nothing, and the error names what was called', async () => {
  const fake = await startSecondFake();
  onTestFinished(() => fake.close().then(() => {}));
  const entrata = createEntrata({
    oauth: fake.oauth,
    wire: { hosts: fake.hosts, ils: inventedIlsWire },
    allowInsecureLoopback: true,
  });
  onTestFinished(() => entrata.close());
  await expect(entrata.oauth.exchangeCode({ code: fake.issueCode() })).rejects.toMatchObject({
    wire: { method: 'getAccessToken', path: '/token' },
  });
});
