import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bearer, createEntrata, fetchHttp, inventedIlsWire, secret } from 'entrata-sdk';
import { type ProbeReport, probe } from 'entrata-sdk/probe';
import { demoCities, FakeEntrata, makeCompany, makeProperty } from 'entrata-sdk/testing';
import { expect, it, onTestFinished } from 'vitest';

const canary = {
  text: 'canary-text',
  email: 'canary@example.test',
  phone: '5550109999',
  formattedPhone: '(555) 010-9999',
  ssn: '078-05-1120',
  number: 5_550_109_999,
};

/** Adds to each record of a reply what may stand there besides: secrets, persons, prose, keys that are somebody's. */
function withCanaries(value: unknown, token: string): unknown {
  if (Array.isArray(value)) return value.map((each) => withCanaries(each, token));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([key, inner]) => [key, withCanaries(inner, token)]);
  return {
    access_token: token,
    email: canary.email,
    firstName: canary.text,
    phone: canary.formattedPhone,
    mobile: { number: canary.number, text: canary.phone },
    ssn: canary.ssn,
    comments: `Call canary at ${canary.phone} or ${canary.email}`,
    message: `canary says ${token} to ${canary.email}`,
    website: `https://canary.example.test/?token=${token}`,
    [canary.email]: canary.text,
    'canary key with spaces': 1,
    ...Object.fromEntries(fields),
  };
}

it('puts no secret and no person into the report or the recording', async () => {
  const [chicago] = demoCities;
  if (chicago === undefined) throw new Error('no city');
  const property = makeProperty(700001, 'canary Lofts', chicago, {
    description: `canary prose, ${canary.phone}`,
    street: '1 canary Street',
    phone: canary.phone,
  });
  const company = makeCompany({
    cid: '4711',
    name: 'canary Company',
    subdomain: 'canary',
    properties: [property],
  });
  const sandbox = new FakeEntrata({ companies: [company] });
  const token = sandbox.issueToken('canary');
  const answer: typeof fetch = async (input, init) => {
    const response = await sandbox.handle(new Request(input, init));
    const body = withCanaries(await response.json(), token);
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'set-cookie': token,
      'x-echo': canary.email,
    };
    return new Response(JSON.stringify(body), { status: response.status, headers });
  };
  const options = { http: fetchHttp(answer), wire: { ils: inventedIlsWire } };
  const client = createEntrata(options).client({ subdomain: 'canary', auth: bearer(token) });
  const person = { firstName: 'canary', lastName: 'Canaryson', email: canary.email, phone: canary.phone };
  await client.sendLead({ propertyId: '700001', person, comment: canary.text });

  const folder = await mkdtemp(join(tmpdir(), 'entrata-recording-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const report = await probe({
    options: { ...options, http: fetchHttp(answer) },
    subdomain: 'canary',
    auth: bearer(secret(token)),
    propertyId: '700001',
    sendLead: { email: 'my-canary@example.test' },
    record: folder,
  });
  expect(report.operations.flatMap(({ differences }) => differences).length).toBeGreaterThan(50);

  const files = (await readdir(folder)).sort();
  expect(files.length).toBe(16);
  const written = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const { subdomain, operations, ...others } = report;
  const paths = operations.map(({ calls, ...operation }): ProbeReport['operations'][number] => ({
    ...operation,
    // The subdomain was given, and is part of the path.
    calls: calls.map((call) => ({ ...call, path: call.path.replace('canary.entrata', '') })),
  }));
  for (const text of [...written, JSON.stringify({ operations: paths, ...others })]) {
    expect(text.match(/.{0,80}canary.{0,40}/gi)).toBeNull();
    expect(text).not.toContain(token);
    for (const digits of [canary.phone, canary.formattedPhone, canary.ssn, '010-9999']) {
      expect(text).not.toContain(digits);
    }
  }
});
