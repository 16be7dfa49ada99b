import { acceptUnverified, createApp, noApproval } from 'entrata-http-adapter';
import { createEntrata } from 'entrata-sdk';
import { createMemoryStore } from 'entrata-store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnEachDatabase } from '../../../entrata-store/test/support/databases.js';
import { isLongRun, sampleOn, standsForAll } from '../../../entrata-store/test/support/level.js';
import { type BookingRig, startBookingRig, tokenOf } from '../booking/support/booking-rig.js';
import type { OpenApiDocument } from '../booking/support/document-checker.js';
import { type AdapterChild, startChild } from '../booking/support/start-child.js';
import { type Asked, createAsker } from './support/ask.js';
import { type Operation, operationsOf, type Place } from './support/document-fields.js';
import {
  alterCursor,
  brokenTexts,
  jsonTexts,
  numbersAndDays,
  oddTexts,
  percentEncode,
} from './support/extreme-values.js';
import { type FieldRow, fieldRows, type World } from './support/field-rows.js';

/** Every endpoint there is, from the document of an app that nobody calls. */
async function readOperations(): Promise<readonly Operation[]> {
  const app = createApp({
    entrata: createEntrata(),
    store: createMemoryStore(),
    webhook: { verify: acceptUnverified(), approval: noApproval() },
    authenticate: async () => undefined,
  });
  const { body } = await app.handle({
    method: 'GET',
    path: '/openapi.json',
    rawQuery: '',
    headers: {},
    remoteAddress: undefined,
    signal: new AbortController().signal,
    body: async () => new Uint8Array(),
  });
  return operationsOf(JSON.parse(String(body)) as OpenApiDocument);
}

const operations = await readOperations();
const nowhere: World = {
  houseId: 'h',
  propertyId: '1',
  cid: '1',
  subdomain: 'demo',
  clientId: 'c',
  viewingId: 'v',
  logId: 'l',
  day: '2026-11-27',
  slot: { rawDate: '2026-11-27', rawTime: '10:00 MST - 10:30 MST' },
};

const titled = (some: readonly Operation[]) =>
  some.map((operation) => [`${operation.method} ${operation.path}`, operation] as const);

test.each(titled(operations))(
  'each field of %s has a row in the table of extremes',
  (_, { path, fields }) => {
    const rows = fieldRows(nowhere, path);
    expect(fields.map(({ name }) => name).filter((name) => rows[name] === undefined)).toEqual([]);
  },
);

/** Its own parameter, and one of the query, which the other name's table has whole. */
const withPathOnly = (operation: Operation): Operation => ({
  ...operation,
  tried: ['secret', 'cid'],
});

/** Paths that lead where another one leads. */
const isOtherName = (path: string) => path.endsWith('/{secret}') || path.includes('/external/');

await describeOnEachDatabase('extreme input', (database) => {
  const isFirst = database.name === 'sqlite';
  let rig: BookingRig;
  // In a process of its own: one that loops for ever must not take the test along, which would not see it.
  let child: AdapterChild;
  let asker: ReturnType<typeof createAsker>;
  let world: World;
  let tokens: Readonly<Record<'user' | 'operator' | 'admin', string>>;

  beforeAll(async () => {
    const opened = await database.open();
    rig = await startBookingRig(opened, { start: new Date().toISOString() });
    const sandbox = { ...rig.sandboxServer.options, oauth: rig.sandbox.oauth };
    child = await startChild({
      address: opened.address,
      sandbox,
      limits: {},
      taskLeaseMs: 60_000,
    });
    asker = createAsker(child.url);
    const [house] = rig.houses;
    const [client] = rig.clients;
    const slots = await rig.slots(house.id);
    const slot = slots.at(-1);
    if (slot === undefined) throw new Error('no tour time is offered');
    const viewings = [];
    for (const message of ['One', 'Two']) {
      const asked = { userId: rig.renterId, houseId: house.id, message };
      viewings.push((await rig.store.viewings.open(asked)).viewing);
    }
    const logIds = [];
    for (const id of ['987001', '987002']) {
      const query = `cid=${client.cid}&property_id=${id}&request_type=SUSPENDED`;
      const { body } = await asker.ask({ method: 'GET', target: `/webhooks/entrata?${query}` });
      logIds.push(String(JSON.parse(body).logId));
    }
    const admin = await rig.store.users.insert({ role: 'admin', name: 'Alex Admin' });
    tokens = {
      user: tokenOf(rig.renterId),
      operator: tokenOf(client.agentUserId),
      admin: tokenOf(admin.id),
    };
    world = {
      houseId: house.id,
      propertyId: '987001',
      cid: client.cid,
      subdomain: client.subdomain,
      clientId: client.id,
      viewingId: viewings[0]?.id ?? '',
      logId: logIds[0] ?? '',
      day: slot.rawDate,
      slot,
    };
  });
  afterAll(async () => {
    asker?.close();
    await child?.kill();
    await rig?.close();
  });

  function tokenFor(path: string): string {
    if (path.startsWith('/api/admin/')) return tokens.admin;
    return path.startsWith('/api/operator/') ? tokens.operator : tokens.user;
  }

  /** A request whose one field has this value, as it is written there, and whose other fields are good. */
  function build({ method, path, fields, required }: Operation, name: string, place: Place, value: string) {
    const rows: Readonly<Record<string, FieldRow>> = fieldRows(world, path);
    const has = (other: string) => fields.some((field) => field.name === other);
    const names = new Set([...required, ...(rows[name]?.beside ?? []), name].filter(has));
    const written = [...names].map((each) => {
      const good = rows[each]?.good ?? '';
      const at = each === name ? place : placeOf(each);
      return { name: each, place: at, value: each === name ? value : writeAs(at, good) };
    });
    const at = (where: Place) => written.filter((field) => field.place === where);
    const headers: Record<string, string> = { authorization: `Bearer ${tokenFor(path)}` };
    for (const field of at('header')) headers[field.name] = field.value;
    const target = at('path').reduce((all, field) => all.replace(`{${field.name}}`, field.value), path);
    const query = at('query')
      .map((field) => `${field.name}=${field.value}`)
      .join('&');
    const asked = { method, target: query === '' ? target : `${target}?${query}`, headers };
    const json = at('json').map((field) => `${JSON.stringify(field.name)}:${field.value}`);
    const form = at('form').map((field) => `${field.name}=${field.value}`);
    if (json.length > 0) {
      headers['content-type'] = 'application/json';
      return { ...asked, body: `{${json.join(',')}}` };
    }
    if (form.length > 0) {
      headers['content-type'] = 'application/x-www-form-urlencoded';
      return { ...asked, body: form.join('&') };
    }
    return asked;

    /** Of a body's two forms, the one that the field in question is sent in. */
    function placeOf(other: string): Place {
      const places = fields.filter((field) => field.name === other).map((field) => field.place);
      return places.includes(place) ? place : (places[0] ?? 'query');
    }
  }

  const writeAs = (place: Place, text: string) =>
    place === 'json' ? JSON.stringify(text) : place === 'header' ? text : percentEncode(text);

  function valuesFor(place: Place, path: string): readonly string[] {
    // The same schema reads both forms of a body, and the existing app posts forms.
    const isForm = place === 'form' && !path.endsWith('.php');
    const texts = isForm ? brokenTexts : [...numbersAndDays, ...brokenTexts, ...(isFirst ? oddTexts : [])];
    const written = texts.map((text) => writeAs(place, text));
    if (place === 'json') return [...written, ...jsonTexts];
    if (place === 'header') return written.filter((text) => /^[\t\x20-\x7e\x80-\xff]*$/.test(text));
    return [...written, '%', '%zz', '%ff', '%00', '%C0%80', 'a&a', 'a=b', '+'];
  }

  async function findWrong(requests: readonly Asked[]): Promise<readonly string[]> {
    const wrong = await Promise.all(
      requests.map(async (asked) => {
        const shown = () => `${asked.method} ${asked.target} ${asked.body ?? ''}`.slice(0, 300);
        try {
          const { status, body } = await asker.ask(asked);
          const isRight = status < 500 && (status !== 400 || namesField(body));
          return isRight ? [] : [`${status} ${body.slice(0, 200)} to ${shown()}`];
        } catch (error) {
          return [`${error} to ${shown()}`];
        }
      }),
    );
    return wrong.flat();
  }

  /** A refusal says what to mend, unless the body is none. */
  const namesField = (body: string) => JSON.parse(body).field !== undefined;

  const expectAlive = async () =>
    expect((await asker.ask({ method: 'GET', target: '/healthz' })).status).toBe(200);

  // What is decided before any SQL runs needs one engine only: other names of a path, a body's other form.
  const withFields = operations
    .filter(({ fields, path }) => fields.length > 0 && (isFirst || !isOtherName(path)))
    .map((operation) => (isOtherName(operation.path) ? withPathOnly(operation) : operation));

  /** The operations that take a field. Where one engine does not stand for all, it is tried at the first of them. */
  const takers = new Map<string, Operation[]>();
  for (const operation of withFields)
    for (const { name, place } of operation.fields)
      takers.set(`${name} in ${place}`, [...(takers.get(`${name} in ${place}`) ?? []), operation]);

  const isFirstTaker = (operation: Operation, name: string, place: Place) =>
    takers
      .get(`${name} in ${place}`)
      ?.slice(0, isFirst ? 2 : 1)
      .includes(operation) === true;

  function isTried(operation: Operation, name: string, place: Place): boolean {
    if ((place === 'form' && !isFirst) || operation.tried?.includes(name) === false) return false;
    return standsForAll(database.name) || isFirstTaker(operation, name, place);
  }

  /** One schema reads a field of one name wherever it stands: beyond the first two, a sample shows that it is asked. */
  function sampled(operation: Operation, name: string, place: Place): readonly string[] {
    const values = valuesFor(place, operation.path);
    if (!isFirst) return sampleOn(database.name, values, 4);
    const isWhole = isLongRun || isFirstTaker(operation, name, place);
    return isWhole ? values : values.filter((_, index) => index % 6 === 0);
  }

  test.each(titled(withFields))('to %s is answered, whatever the field', async (_, operation) => {
    const rows = fieldRows(world, operation.path);
    for (const { name, place } of operation.fields) {
      if (!isTried(operation, name, place)) continue;
      const good = build(operation, name, place, writeAs(place, rows[name]?.good ?? ''));
      const answer = await asker.ask(good);
      expect(answer.status, `${name} in ${place}: ${answer.body}`).not.toBe(400);
      const requests = sampled(operation, name, place).map((value) => build(operation, name, place, value));
      expect(await findWrong([good, ...requests])).toEqual([]);
      await expectAlive();
    }
  });

  const listed = operations.filter(({ fields }) => fields.some(({ name }) => name === 'after'));

  test.each(titled(listed))('to %s is answered, whatever its cursor became', async (_, { path }) => {
    const askFor = (after: string, from = path): Asked => ({
      method: 'GET',
      target: `${from}?limit=1${after === '' ? '' : `&after=${percentEncode(after)}`}`,
      headers: { authorization: `Bearer ${tokenFor(from)}` },
    });
    const cursors: string[] = [];
    for (const other of listed) {
      const { body } = await asker.ask(askFor('', other.path));
      const { next } = JSON.parse(body) as { next: string | null };
      expect(next, `${other.path} has a second page`).not.toBeNull();
      cursors.push(next ?? '');
    }
    const own = cursors[listed.findIndex((other) => other.path === path)] ?? '';
    const following = await asker.ask(askFor(own));
    expect(following.status).toBe(200);
    expect(await findWrong([...cursors, ...alterCursor(own)].map((cursor) => askFor(cursor)))).toEqual([]);
    await expectAlive();
  });
});
