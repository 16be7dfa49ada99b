import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeEntrata, type Fault, type SandboxServer, someOf } from '../../src/testing/index.js';
import { ils } from './post.js';

let sandbox: FakeEntrata;
let server: SandboxServer;
let token: string;

beforeEach(async () => {
  sandbox = new FakeEntrata();
  server = await sandbox.listen();
  token = sandbox.issueToken('demo');
});
afterEach(() => server.close());

const lead = {
  propertyId: 700001,
  prospects: {
    prospect: {
      createdDate: '01/05/2026T10:00:00',
      customers: { customer: { name: { firstName: 'Ada' }, email: 'ada@example.test' } },
    },
  },
};
const sendLead = (send: typeof fetch = fetch) => ils(send, `${server.url}/demo`, token, 'sendLeads', lead);

function leadRequest(): [string, RequestInit] {
  const body = JSON.stringify({ auth: { type: 'oauth' }, method: { name: 'sendLeads', params: lead } });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const url = `${server.url}/demo/api/ils/internetlisting`;
  return [url, { method: 'POST', body, headers, redirect: 'manual' }];
}

function failOnce(fault: Fault) {
  return sandbox.fail({ method: 'sendLeads', propertyId: '700001', fault });
}

test('loses the reply after the lead is in the ledger', async () => {
  const script = failOnce({ kind: 'lose_reply' });
  await expect(sendLead()).rejects.toThrow('fetch failed');
  expect(sandbox.ledger.leads).toHaveLength(1);
  expect(sandbox.journal).toMatchObject([{ status: 0, fault: 'lose_reply' }]);
  expect(script.hits).toBe(1);
  expect((await sendLead()).status).toBe(200);
});

test('resets the connection before anything happened', async () => {
  failOnce({ kind: 'reset' });
  await expect(sendLead()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  expect(sandbox.ledger.leads).toHaveLength(0);
});

test('cuts the body after the lead is in the ledger', async () => {
  failOnce({ kind: 'cut_body', bytes: 20 });
  await expect(sendLead()).rejects.toThrow('terminated');
  expect(sandbox.ledger.leads).toHaveLength(1);
});

test('answers 429 with Retry-After, a page of HTML, or an error under HTTP 200, and takes no lead', async () => {
  failOnce({ kind: 'status', status: 429, retryAfter: '7' });
  const limited = await sendLead();
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
  failOnce({ kind: 'html' });
  await expect(sendLead()).rejects.toThrow(SyntaxError);
  failOnce({ kind: 'error', code: 310, message: 'Not ready' });
  const refused = await sendLead();
  expect(refused.json.response).toEqual({ requestId: '15', error: { code: 310, message: 'Not ready' } });
  expect(sandbox.journal.map((entry) => [entry.status, entry.errorCode])).toEqual([
    [429, 429],
    [503, undefined],
    [200, 310],
  ]);
  expect(sandbox.ledger.leads).toHaveLength(0);
});

test('a delay after the commit outlasts an impatient client, whose lead was taken', async () => {
  failOnce({ kind: 'delay', ms: 86_400_000, afterCommit: true });
  const giveUp = new AbortController();
  const impatient = sendLead((input) => fetch(input, { signal: giveUp.signal }));
  impatient.catch(() => undefined);
  await vi.waitFor(() => expect(sandbox.ledger.leads).toHaveLength(1), 10_000);
  giveUp.abort(new Error('enough'));
  await expect(impatient).rejects.toThrow('enough');
});

test('sends half a body at once and the rest later', async () => {
  failOnce({ kind: 'slow_body', ms: 86_400_000 });
  const stuck = await fetch(...leadRequest());
  const half = new TextDecoder().decode((await stuck.body?.getReader().read())?.value);
  expect(half).toMatch(/^\{"response":/);
  expect(() => JSON.parse(half)).toThrow(SyntaxError);
  failOnce({ kind: 'slow_body', ms: 1 });
  const whole = await fetch(...leadRequest());
  expect(await whole.json()).toMatchObject({ response: { code: 200 } });
  expect(sandbox.ledger.leads).toHaveLength(2);
});

test('answers a body that never ends, until the client leaves', async () => {
  failOnce({ kind: 'endless_body' });
  const response = await fetch(...leadRequest());
  const reader = response.body?.getReader();
  let bytes = 0;
  while (bytes < 2_000_000) bytes += (await reader?.read())?.value?.length ?? Number.NaN;
  await reader?.cancel();
  expect((await sendLead()).json.response.code).toBe(200);
  expect(sandbox.ledger.leads).toHaveLength(1);
});

test('sends the client elsewhere', async () => {
  failOnce({ kind: 'redirect', location: 'https://evil.example.test/' });
  const response = await fetch(...leadRequest());
  expect([response.status, response.headers.get('location')]).toEqual([302, 'https://evil.example.test/']);
  expect(sandbox.ledger.leads).toHaveLength(0);
});

test('hits only the requests that a script names, as often as it says', async () => {
  sandbox.fail({ method: 'sendLeads', propertyId: '700002', times: Infinity, fault: { kind: 'reset' } });
  sandbox.fail({ subdomain: 'coppermesa', times: Infinity, fault: { kind: 'reset' } });
  const error: Fault = { kind: 'error', code: 500, message: 'Down' };
  const script = sandbox.fail({
    method: 'sendLeads',
    skip: 1,
    times: 2,
    when: (index) => index % 2 === 1,
    fault: error,
  });
  const codes = [];
  for (let index = 0; index < 6; index += 1) codes.push((await sendLead()).json.response.error?.code ?? 200);
  expect(codes).toEqual([200, 500, 200, 500, 200, 200]);
  expect(script.hits).toBe(2);
  sandbox.fail({ times: Infinity, fault: error });
  sandbox.clearFaults();
  expect((await sendLead()).json.response.code).toBe(200);
});

test('handle drops connections the way fetch reports it', async () => {
  const send = (request: Request) => sandbox.handle(request);
  failOnce({ kind: 'lose_reply' });
  const lost = ils(send, 'https://demo.entrata.com', token, 'sendLeads', lead);
  await expect(lost).rejects.toMatchObject({ name: 'TypeError', cause: { code: 'ECONNRESET' } });
  failOnce({ kind: 'cut_body' });
  const cut = ils(send, 'https://demo.entrata.com', token, 'sendLeads', lead);
  await expect(cut).rejects.toThrow();
  expect(sandbox.ledger.leads).toHaveLength(2);
});

test('someOf picks exactly its share, the same for the same seed', () => {
  const picks = (seed: number) =>
    Array.from({ length: 300 }, (_, index) => index).filter(someOf({ pick: 7, of: 100, seed }));
  expect(picks(1)).toHaveLength(21);
  expect(picks(1)).toEqual(picks(1));
  expect(picks(1)).not.toEqual(picks(2));
  expect(
    picks(1)
      .slice(0, 7)
      .some((index, place, all) => index !== (all[0] ?? 0) + place),
  ).toBe(true);
});

test.each([
  ['waits before acting', { kind: 'delay', ms: 86_400_000 }, 0],
  ['waits before answering', { kind: 'delay', ms: 86_400_000, afterCommit: true }, 1],
  ['waits within the body', { kind: 'slow_body', ms: 86_400_000 }, 1],
] as const)(
  'ends a call in process when the caller gives up while the sandbox %s',
  async (_, fault, leads) => {
    const aside = new FakeEntrata();
    const script = aside.fail({ fault });
    const giveUp = new AbortController();
    const [, init] = leadRequest();
    const headers = { ...init.headers, authorization: `Bearer ${aside.issueToken('demo')}` };
    const request = new Request('https://demo.entrata.com/api/ils/internetlisting', {
      ...init,
      headers,
      signal: giveUp.signal,
    });
    const text = aside.handle(request).then((response) => response.text());
    text.catch(() => undefined);
    await vi.waitFor(() => expect([script.hits, aside.ledger.leads.length]).toEqual([1, leads]), 10_000);
    giveUp.abort(new Error('enough'));
    await expect(text).rejects.toThrow('enough');
  },
);
