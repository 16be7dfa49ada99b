import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiKey, bearer, createEntrata, fetchHttp, inventedIlsWire, type WireProfile } from 'entrata-sdk';
import { type ProbeReport, probe } from 'entrata-sdk/probe';
import { FakeEntrata, makeCompany, usualTours } from 'entrata-sdk/testing';
import { describe, expect, it, onTestFinished } from 'vitest';

const inProcess = (sandbox: FakeEntrata) => fetchHttp((url, init) => sandbox.handle(new Request(url, init)));

const differencesOf = ({ operations, envelope }: ProbeReport) => [
  ...operations.flatMap(({ differences }) => differences),
  ...envelope,
];

/** As a contract may say it. */
const wire: WireProfile = {
  paths: { ils: '/api/partners', gateway: '/v2' },
  ils: {
    ...inventedIlsWire,
    getTourAvailability: {
      service: 'internetlisting',
      method: 'listTours',
      propertyIdParam: 'property',
      tourTypeParam: 'kind',
      monthParam: 'month',
    },
    getProperties: { service: 'listings', method: 'listProperties', version: 'r3' },
  },
  methods: { getCalendarAvailability: { version: 'r4' } },
  calendarDateFormat: 'YYYY-MM-DD',
};

describe('a profile of another wire', () => {
  it.each(['bearer', 'apiKey'] as const)('is what is compared with, by %s', async (kind) => {
    const sandbox = new FakeEntrata({ wire });
    const auth = kind === 'bearer' ? bearer(sandbox.issueToken('demo')) : apiKey('demo-sandbox-key');
    const report = await probe({
      options: { http: inProcess(sandbox), wire },
      subdomain: 'demo',
      auth,
      propertyId: '700001',
    });
    expect(differencesOf(report)).toEqual([]);
  });

  it('has its read hooks asked: what they give is compared, and what they lose is named', async () => {
    const sandbox = new FakeEntrata();
    const properties = (read: NonNullable<typeof inventedIlsWire.getProperties.read>): WireProfile => ({
      methods: { getProperties: { read } },
    });
    const ask = (profile: WireProfile) =>
      probe({
        options: { http: inProcess(sandbox), wire: profile },
        subdomain: 'demo',
        auth: apiKey('demo-sandbox-key'),
        propertyId: '700001',
      });
    expect(differencesOf(await ask(properties((result) => result)))).toEqual([]);
    const renamed = properties((result) =>
      JSON.parse(JSON.stringify(result).replace('"YearBuilt"', '"BuiltIn"')),
    );
    expect(differencesOf(await ask(renamed))).toEqual([
      { kind: 'unread', at: 'PhysicalProperty.Property.BuiltIn' },
      { kind: 'absent', at: 'PhysicalProperty.Property.YearBuilt' },
      { kind: 'lost', at: 'yearBuilt' },
    ]);
  });

  it('is asked with the options that were given, and each call once', async () => {
    const sandbox = new FakeEntrata();
    sandbox.fail({ method: 'getLeadPickLists', fault: { kind: 'status', status: 503 } });
    const seen: string[] = [];
    await probe({
      options: {
        http: inProcess(sandbox),
        retry: { maxRetries: 2, baseDelayMs: 0 },
        onWire: ({ wire: { method } }) => void seen.push(method),
      },
      subdomain: 'demo',
      auth: apiKey('demo-sandbox-key'),
      propertyId: '700001',
    });
    expect(seen.filter((method) => method === 'getLeadPickLists')).toHaveLength(1);
    expect(seen.length).toBe(sandbox.journal.length);
  });
});

it('records and replays ids of another form', async () => {
  const profile: WireProfile = { ids: /^(?:P-)?\d{1,18}$/ };
  const [company] = new FakeEntrata().companies;
  const [property] = company?.properties ?? [];
  if (company === undefined || property === undefined) throw new Error('no property');
  const folder = await mkdtemp(join(tmpdir(), 'entrata-recording-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const properties = [{ ...property, id: 'P-700001' }];
  const ask = (sandbox: FakeEntrata, { id = '' } = {}, record?: string) =>
    probe({
      options: { http: inProcess(sandbox), wire: profile },
      subdomain: sandbox.companies[0]?.subdomain ?? '',
      auth: apiKey(sandbox.companies[0]?.apiKey ?? ''),
      propertyId: id,
      ...(record !== undefined && { record }),
    });
  const original = await ask(
    new FakeEntrata({ companies: [{ ...company, properties }] }),
    properties[0],
    folder,
  );
  const replayed = FakeEntrata.fromRecording(folder);
  const [made] = replayed.companies[0]?.properties ?? [];
  expect(made?.id).toMatch(/^P-7\d{5}$/);
  expect(made?.id).not.toBe('P-700001');
  const after = await ask(replayed, made);
  expect(after.operations.map(({ counts }) => counts)).toEqual(
    original.operations.map(({ counts }) => counts),
  );
  expect(differencesOf(after)).toEqual(differencesOf(original));
});

it('asks for a token as often as it calls, however much it finds out about the replies', async () => {
  const sandbox = new FakeEntrata({ quirks: { nestedCustomers: true, mitsSpaces: true, termsAbove: true } });
  let asked = 0;
  const token = async () => {
    asked += 1;
    return sandbox.issueToken('demo');
  };
  await probe({
    options: { http: inProcess(sandbox), wire: { ils: inventedIlsWire } },
    subdomain: 'demo',
    auth: bearer(token),
    propertyId: '700001',
  });
  // All but the call whose credential is none.
  expect(asked).toBe(sandbox.journal.length - 1);
});

describe('the zone of tour times', () => {
  const ofTours = async (tours: typeof usualTours, timeZone = 'America/Chicago') => {
    const company = makeCompany({ subdomain: 'demo', properties: 1, timeZone, tours });
    const sandbox = new FakeEntrata({ companies: [company] });
    const report = await probe({
      options: { http: inProcess(sandbox) },
      subdomain: 'demo',
      auth: apiKey(company.apiKey),
      propertyId: company.properties[0]?.id ?? '',
    });
    return report.operations.find(({ operation }) => operation === 'getTourAvailability')?.differences;
  };

  it.each([
    'America/Chicago',
    // Whose summer time is as far from UTC as Mountain standard time.
    'America/Los_Angeles',
  ])('is named when it is Mountain time and not that of %s', async (timeZone) => {
    expect(await ofTours({ ...usualTours, timeZone: 'America/Denver' }, timeZone)).toEqual([
      {
        kind: 'label',
        at: 'getTourAvailability',
        expected: "the property's zone",
        came: 'Mountain time',
      },
    ]);
  });

  it('is named when nobody knows it, without a word of the text', async () => {
    expect(await ofTours({ ...usualTours, extraTimes: ["at Canary o'clock"] })).toEqual([
      {
        kind: 'form',
        at: 'availableTours.availableTour.tourTime[]',
        expected: 'HH:mm zone - HH:mm zone',
        came: 'another text',
      },
      {
        kind: 'label',
        at: 'getTourAvailability',
        expected: "the property's zone",
        came: 'cannot be read',
      },
    ]);
  });
});

it('refuses options that make no sense before anything is asked', async () => {
  const sandbox = new FakeEntrata();
  const input = { subdomain: 'demo', auth: apiKey('demo-sandbox-key'), propertyId: '700001' };
  const http = inProcess(sandbox);
  await expect(probe({ ...input, options: { http, timeoutMs: -1 } })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await expect(probe({ ...input, options: { http }, subdomain: 'a.b' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await expect(probe({ ...input, options: { http }, record: import.meta.dirname })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  expect(sandbox.journal).toEqual([]);
  // Nothing was left open by them.
  await createEntrata({ http }).close();
});
