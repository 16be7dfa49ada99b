import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import {
  bearer,
  createEntrata,
  type EntrataOptions,
  fetchHttp,
  type LeadInput,
  undiciHttp,
} from 'entrata-sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failureOf, quickClock } from '../support/outcome.js';
import {
  type Answer,
  leadTaken,
  loopback,
  noProperties,
  rawServer,
  reply,
  result,
} from '../support/raw-server.js';

const lead: LeadInput = {
  propertyId: '100',
  person: { firstName: 'Ada', lastName: 'Example', email: 'ada@example.test' },
};

const resetBeforeReply: Answer = (response) => void response.socket?.resetAndDestroy();
const never: Answer = () => {};
const cutBody: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"response":');
  setTimeout(() => response.socket?.destroy(), 5);
};
const cutChunkedBody: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"response":{"code":200,"result":{"PhysicalProperty":');
  setTimeout(() => response.socket?.destroy(), 5);
};
const slowBody: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"response":');
};
const html = (status: number) =>
  reply('<html><h1>Attention</h1></html>', status, { 'content-type': 'text/html' });

describe.each([
  ['undici', () => undiciHttp()],
  ['fetch', () => fetchHttp()],
])('over %s', (_, transport) => {
  async function setUp(answers: Answer[], options: EntrataOptions = {}) {
    const server = await rawServer(...answers);
    const clock = quickClock();
    const entrata = createEntrata({ ...server.options, http: transport(), clock, ...options });
    onTestFinished(async () => {
      await entrata.close();
      await server.close();
    });
    return {
      server,
      clock,
      entrata,
      client: entrata.client({ subdomain: 'demo', auth: bearer('canary-token') }),
    };
  }

  it('sends a POST of JSON with the bearer in header and body', async () => {
    const { server, client } = await setUp([noProperties]);
    await expect(client.getProperties()).resolves.toEqual([]);
    const [request] = server.requests;
    expect(request?.url).toBe('/demo/api/ils/internetlisting');
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: 'Bearer canary-token',
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      auth: { type: 'oauth' },
      requestId: expect.any(String),
      method: { name: 'getProperties', version: 'r1', params: {} },
    });
  });

  it.each([
    ['a reset before the reply', resetBeforeReply],
    ['a body cut short of its length', cutBody],
    ['a chunked body cut', cutChunkedBody],
    ['HTTP 500', html(500)],
    ['HTTP 503 with HTML', html(503)],
    ['HTML with HTTP 200', html(200)],
    ['an empty body', reply('')],
    ['"not ready" (310)', reply({ response: { error: { code: 310, message: 'wait' } } })],
  ])('repeats a read after %s', async (_name, answer) => {
    const { server, client } = await setUp([answer, noProperties]);
    await expect(client.getProperties()).resolves.toEqual([]);
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    ['a reset before the reply', resetBeforeReply, 'network', 'unknown'],
    ['a body cut short of its length', cutBody, 'network', 'unknown'],
    ['a chunked body cut', cutChunkedBody, 'network', 'unknown'],
    ['HTTP 500', html(500), 'unavailable', 'unknown'],
    ['HTML with HTTP 200', html(200), 'bad_response', 'unknown'],
    ['an empty body', reply(''), 'bad_response', 'unknown'],
    ['a redirect', reply('', 302, { location: '/elsewhere' }), 'bad_response', 'unknown'],
    [
      'HTTP 400 with an error',
      reply({ response: { error: { code: 400, message: 'no' } } }, 400),
      'rejected',
      'refused',
    ],
    ['HTTP 403 with HTML', html(403), 'forbidden', 'refused'],
    ['HTTP 404 with HTML', html(404), 'rejected', 'refused'],
  ])('does not resend a lead after %s', async (_name, answer, code, outcome) => {
    const { server, client } = await setUp([answer, leadTaken]);
    expect(await failureOf(client.sendLead(lead))).toMatchObject({ code, outcome, method: 'sendLead' });
    expect(server.requests).toHaveLength(1);
  });

  it('does not resend a lead after a timeout, and says that the outcome is unknown', async () => {
    const { server, client } = await setUp([never, leadTaken]);
    const error = await failureOf(client.sendLead(lead, { timeoutMs: 500 }));
    expect(error).toMatchObject({ code: 'timeout', outcome: 'unknown' });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['headers', never],
    ['a body', slowBody],
  ])('bounds an attempt that waits for %s, and repeats a read', async (_name, answer) => {
    const { server, client } = await setUp([answer, noProperties]);
    const started = performance.now();
    await expect(client.getProperties({}, { timeoutMs: 500 })).resolves.toEqual([]);
    expect(performance.now() - started).toBeGreaterThan(490);
    expect(server.requests).toHaveLength(2);
  });

  it('does not resend a lead when the connection is reset as it arrives, and repeats a read', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.on('error', () => {});
      socket.once('data', () => socket.resetAndDestroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const options = { ...loopback(`http://127.0.0.1:${port}`), http: transport(), clock: quickClock() };
    const entrata = createEntrata(options);
    onTestFinished(async () => {
      await entrata.close();
      server.close();
    });
    const client = entrata.client({ subdomain: 'demo', auth: bearer('t') });
    expect(await failureOf(client.sendLead(lead))).toMatchObject({ code: 'network', outcome: 'unknown' });
    expect(connections).toBe(1);
    expect(await failureOf(client.getProperties())).toMatchObject({ code: 'network' });
    expect(connections).toBe(4);
  });

  it('ends all attempts at the deadline', async () => {
    const { server, client } = await setUp([never]);
    const call = client.getProperties({}, { timeoutMs: 70, deadlineMs: 150, maxRetries: 50 });
    expect(await failureOf(call)).toMatchObject({ code: 'timeout' });
    expect(server.requests.length).toBeLessThanOrEqual(3);
    // One attempt that may take longer than all of them together.
    expect(await failureOf(client.getProperties({}, { timeoutMs: 600_000, deadlineMs: 50 }))).toMatchObject({
      code: 'timeout',
    });
  });

  it('gives up after the retries it was given', async () => {
    const { server, client, clock } = await setUp([html(500)], {
      retry: { maxRetries: 3, baseDelayMs: 100 },
      random: () => 0.5,
    });
    expect(await failureOf(client.getProperties())).toMatchObject({ code: 'unavailable', httpStatus: 500 });
    expect(server.requests).toHaveLength(4);
    expect(clock.sleeps).toEqual([50, 100, 200]);
    expect(await failureOf(client.getProperties({}, { maxRetries: 0 }))).toMatchObject({
      code: 'unavailable',
    });
    expect(server.requests).toHaveLength(5);
  });

  it('waits a random part of a growing bound, the whole range of it', async () => {
    const draws = [0, 0.999, 0.5];
    const { client, clock } = await setUp([html(500)], {
      retry: { maxRetries: 3, baseDelayMs: 1_000, maxDelayMs: 1_500 },
      random: () => draws.shift() ?? 0,
    });
    await failureOf(client.getProperties());
    expect(clock.sleeps).toEqual([0, 1_498.5, 750]);
  });

  it.each([
    ['Retry-After in seconds', { 'retry-after': '3' }, 3_000],
    ['Retry-After as a date', { 'retry-after': 'Mon, 23 Nov 2026 18:00:05 GMT' }, 5_000],
    [
      'the reset of the exhausted window',
      { 'X-RateLimit-Remaining': '14996/DAY;0/Hour;149/MINUTE', 'X-RateLimit-Reset': '36686;7;26' },
      7_000,
    ],
  ])('waits after a 429 as long as %s says, even for a lead', async (_name, headers, waitMs) => {
    const { server, client, clock } = await setUp([reply('', 429, headers), leadTaken], { random: () => 0 });
    await expect(client.sendLead(lead)).resolves.toMatchObject({ leadId: '18000001' });
    expect(server.requests).toHaveLength(2);
    expect(clock.sleeps).toEqual([waitMs]);
  });

  it('fails instead of waiting longer than it is willing to', async () => {
    const { server, client, clock } = await setUp([reply('', 429, { 'retry-after': '3600' })]);
    const error = await failureOf(client.getProperties());
    expect(error).toMatchObject({
      code: 'rate_limited',
      outcome: 'refused',
      httpStatus: 429,
      retryAfterMs: 3_600_000,
    });
    expect([server.requests.length, clock.sleeps]).toEqual([1, []]);
  });

  it.each([
    [2_999, []],
    [3_000, [3_000]],
  ])('is willing to wait as long as retry.maxRetryAfterMs says: %i ms', async (maxRetryAfterMs, sleeps) => {
    const { client, clock } = await setUp([reply('', 429, { 'retry-after': '3' }), noProperties], {
      random: () => 0,
      retry: { maxRetryAfterMs },
    });
    await Promise.allSettled([client.getProperties()]);
    expect(clock.sleeps).toEqual(sleeps);
  });

  it('does not start a wait that ends after the deadline', async () => {
    const { client, clock } = await setUp([reply('', 429, { 'retry-after': '9' })]);
    expect(await failureOf(client.getProperties({}, { deadlineMs: 5_000 }))).toMatchObject({
      code: 'rate_limited',
    });
    expect(clock.sleeps).toEqual([]);
  });

  it('follows no redirect: the token goes nowhere else', async () => {
    const other = await rawServer(noProperties);
    onTestFinished(() => other.close());
    for (const status of [301, 302, 303, 307, 308]) {
      const { server, client } = await setUp([reply('', status, { location: `${other.url}/steal` })]);
      expect(await failureOf(client.getProperties())).toMatchObject({
        code: 'bad_response',
        httpStatus: status,
      });
      expect(server.requests).toHaveLength(1);
    }
    expect(other.requests).toEqual([]);
  });

  it('drops a body over the cap, announced or endless', async () => {
    let connectionClosed = false;
    const endless: Answer = (response) => {
      response.on('close', () => {
        connectionClosed = true;
      });
      response.writeHead(200, { 'content-type': 'application/json' });
      const chunk = Buffer.alloc(64 * 1024, 0x20);
      const write = () => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once('drain', write);
      };
      write();
    };
    const announced = reply(' '.repeat(200_000));
    for (const answer of [endless, announced]) {
      const { server, client } = await setUp([answer], { maxBodyBytes: 100_000 });
      const error = await failureOf(client.getProperties());
      expect(error).toMatchObject({ code: 'bad_response', outcome: 'unknown' });
      expect(server.requests).toHaveLength(1);
    }
    await expect.poll(() => connectionClosed).toBe(true);
  });

  it('reads gzip, and refuses a small body that unzips beyond the cap', async () => {
    const zipped =
      (text: string): Answer =>
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
        response.end(gzipSync(text));
      };
    const { client } = await setUp([
      zipped(
        '{"response":{"code":200,"result":{"PhysicalProperty":{"Property":{"PropertyID":7,"MarketingName":"Zip"}}}}}',
      ),
    ]);
    await expect(client.getProperties()).resolves.toMatchObject([{ id: '7', name: 'Zip' }]);
    const good = '{"response":{"code":200,"result":[]}}';
    const bomb = await setUp([zipped(good + ' '.repeat(1_000_000))], { maxBodyBytes: 100_000 });
    expect(await failureOf(bomb.client.getProperties())).toMatchObject({ code: 'bad_response' });
    expect(bomb.server.requests).toHaveLength(1);
  });

  it('says that nothing was sent when nobody listens, and tries again', async () => {
    const server = await rawServer(noProperties);
    await server.close();
    const clock = quickClock();
    const entrata = createEntrata({ ...loopback(server.url), http: transport(), clock });
    const client = entrata.client({ subdomain: 'demo', auth: bearer('t') });
    expect(await failureOf(client.sendLead(lead))).toMatchObject({ code: 'network', outcome: 'not_sent' });
    expect(clock.sleeps).toHaveLength(2);
    await entrata.close();
  });

  it('ends at an abort: before it is sent, on the way, and during a wait', async () => {
    const onTheWay = new AbortController();
    const abortsTheCaller: Answer = () => onTheWay.abort();
    const { server, client } = await setUp([abortsTheCaller, html(500), noProperties], {
      clock: { now: Date.now },
      random: () => 0.9,
      retry: { baseDelayMs: 5_000, maxDelayMs: 5_000 },
    });
    const before = await failureOf(client.getProperties({}, { signal: AbortSignal.abort() }));
    expect([before.code, before.outcome, server.requests.length]).toEqual(['aborted', 'not_sent', 0]);

    const during = await failureOf(client.sendLead(lead, { signal: onTheWay.signal }));
    expect([during.code, during.outcome]).toEqual(['aborted', 'unknown']);

    const stop = new AbortController();
    const call = client.getProperties(
      {},
      { signal: stop.signal, onResponse: () => setTimeout(() => stop.abort(), 5) },
    );
    expect(await failureOf(call)).toMatchObject({ code: 'unavailable' });
    expect(server.requests).toHaveLength(2);
  });

  it('sends the id that the caller gives the request, and names it in the error', async () => {
    const { server, client } = await setUp([noProperties, reply('', 403)]);
    await client.getProperties({}, { requestId: 'log-7' });
    expect(JSON.parse(server.requests[0]?.body ?? '').requestId).toBe('log-7');
    expect(await failureOf(client.getProperties({}, { requestId: 'log-8' }))).toMatchObject({
      requestId: 'log-8',
    });
  });

  it('shows the untouched reply to onResponse, failures included', async () => {
    const { client } = await setUp([html(503), result('No records found with mentioned preferences.')]);
    const seen: unknown[] = [];
    await client.getProperties({}, { onResponse: ({ status, body }) => seen.push([status, body]) });
    expect(seen).toEqual([
      [503, '<html><h1>Attention</h1></html>'],
      [
        200,
        { response: { requestId: '1', code: 200, result: 'No records found with mentioned preferences.' } },
      ],
    ]);
  });

  it('lets a call under way finish when it is closed', async () => {
    const slowly: Answer = async (response, request, index) => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      noProperties(response, request, index);
    };
    const { server, entrata, client } = await setUp([slowly]);
    const call = client.getProperties();
    await expect.poll(() => server.requests.length).toBe(1);
    await entrata.close();
    await expect(call).resolves.toEqual([]);
  });

  it('makes no calls once closed', async () => {
    const { entrata, client } = await setUp([noProperties]);
    await client.getProperties();
    await entrata.close();
    expect(await failureOf(client.getProperties())).toMatchObject({ code: 'closed', outcome: 'not_sent' });
  });

  it.each([
    { timeoutMs: 0 },
    { timeoutMs: Number.NaN },
    { timeoutMs: Number.POSITIVE_INFINITY },
    { deadlineMs: -1 },
    { maxRetries: -1 },
  ])('refuses the call options %o', async (call) => {
    const { server, client } = await setUp([noProperties]);
    expect(await failureOf(client.getProperties({}, call))).toMatchObject({ code: 'invalid_input' });
    expect(server.requests).toEqual([]);
  });
});
