import { bearer, createEntrata, type EntrataOptions } from 'entrata-sdk';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { MethodQuota } from '../../src/quota/method-quota.js';
import { Quota } from '../../src/quota/quota.js';
import { handClock } from '../support/hand-clock.js';
import { failureOf } from '../support/outcome.js';
import { type Answer, noProperties, rawServer, reply } from '../support/raw-server.js';

/** Answers with a quota per minute, company and method, in fixed windows of the time that has passed. */
function limited(clock: { elapsedMs(): number }, perMinute: number): Answer {
  const windowStart = clock.elapsedMs();
  const counts = new Map<string, number>();
  return (response, request, index) => {
    const minute = Math.floor((clock.elapsedMs() - windowStart) / 60_000);
    const key = `${request.url} ${JSON.parse(request.body).method.name} ${minute}`;
    const used = (counts.get(key) ?? 0) + 1;
    counts.set(key, used);
    response.setHeader('X-RateLimit-Limit', `15000/DAY;${perMinute}/MINUTE`);
    response.setHeader('X-RateLimit-Remaining', `14000/DAY;${Math.max(0, perMinute - used)}/MINUTE`);
    response.setHeader(
      'X-RateLimit-Reset',
      `36686;${Math.ceil((windowStart + (minute + 1) * 60_000 - clock.elapsedMs()) / 1000)}`,
    );
    if (used > perMinute) {
      response.writeHead(429);
      response.end();
    } else noProperties(response, request, index);
  };
}

async function setUp(perMinute: number, options: EntrataOptions = {}) {
  const clock = handClock();
  const server = await rawServer(limited(clock, perMinute));
  const entrata = createEntrata({
    ...server.options,
    clock,
    deadlineMs: 600_000,
    quota: { maxWaitMs: 300_000 },
    ...options,
  });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  const client = (subdomain: string) => entrata.client({ subdomain, auth: bearer('t') });
  return { clock, server, client };
}

/** Time enough for a call that must not be made to be made. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 60));

describe('the quota', () => {
  it('keeps 30 callers within 10 a minute, in the order they came, without one 429', async () => {
    const { clock, server, client } = await setUp(10);
    const demo = client('demo');
    await demo.getProperties();
    const order: number[] = [];
    const statuses: number[] = [];
    const calls = Array.from({ length: 29 }, async (_, index) => {
      await demo.getProperties({}, { onResponse: ({ status }) => statuses.push(status) });
      order.push(index);
    });
    await vi.waitFor(() => expect(order.length).toBe(9), { timeout: 10_000 });
    await settled();
    expect(order.length).toBe(9);
    await clock.advance(60_001);
    await vi.waitFor(() => expect(order.length).toBe(19), { timeout: 10_000 });
    await settled();
    expect(order.length).toBe(19);
    await clock.advance(60_001);
    await Promise.all(calls);
    expect(order.slice(9, 19).every((index) => index >= 9 && index < 19)).toBe(true);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(server.requests).toHaveLength(30);
  });

  it('keeps each client and each method to its own', async () => {
    const { server, client } = await setUp(1);
    await client('demo').getProperties();
    await client('other').getProperties();
    await client('demo').getListings({ propertyIds: ['1'] });
    expect(server.requests).toHaveLength(3);
  });

  it('tells the caller after the last place in line at once, with nothing sent', async () => {
    const { clock, server, client } = await setUp(1, { quota: { maxQueued: 2, maxWaitMs: 300_000 } });
    const demo = client('demo');
    await demo.getProperties();
    const waiting = [demo.getProperties(), demo.getProperties()];
    const error = await failureOf(demo.getProperties({}, { maxRetries: 0 }));
    expect(error).toMatchObject({ code: 'rate_limited', outcome: 'not_sent', retryAfterMs: 60_000 });
    expect(server.requests).toHaveLength(1);
    const served = Promise.all(waiting);
    for (let minute = 1; minute <= 2; minute++) {
      await clock.advance(60_001);
      await vi.waitFor(() => expect(server.requests).toHaveLength(1 + minute), { timeout: 10_000 });
      await settled();
    }
    await served;
  });

  it('does not let a caller wait for longer than the bound, the deadline or its signal allow', async () => {
    const { clock, server, client } = await setUp(1, { quota: { maxWaitMs: 10_000 } });
    const demo = client('demo');
    await demo.getProperties();
    expect(await failureOf(demo.getProperties({}, { maxRetries: 0 }))).toMatchObject({
      code: 'rate_limited',
    });
    expect(clock.sleeping()).toBe(0);

    const patient = await setUp(1);
    const client2 = patient.client('demo');
    await client2.getProperties();
    const hurried = await failureOf(client2.getProperties({}, { deadlineMs: 5_000, maxRetries: 0 }));
    expect(hurried).toMatchObject({ code: 'rate_limited', outcome: 'not_sent' });
    const stop = new AbortController();
    const call = failureOf(client2.getProperties({}, { signal: stop.signal }));
    await expect.poll(() => patient.clock.sleeping()).toBe(1);
    stop.abort();
    expect(await call).toMatchObject({ code: 'aborted', outcome: 'not_sent' });
    expect(server.requests.length + patient.server.requests.length).toBe(2);
    expect(patient.clock.sleeping()).toBe(0);
  });

  it('lets nobody overtake who already waits when a window opens', async () => {
    const clock = handClock();
    const quota = new MethodQuota(clock, { maxQueued: 10, maxWaitMs: 300_000 });
    const request = { method: 'm', requestId: undefined, waitMs: 300_000, signal: undefined };
    const headers = { 'x-ratelimit-limit': '1/MINUTE', 'x-ratelimit-remaining': '0/MINUTE' };
    const used = { status: 200, headers: { ...headers, 'x-ratelimit-reset': '60' }, body: '' };
    expect(quota.admit(request)).toBeUndefined();
    quota.release(used);
    const served: string[] = [];
    const first = quota.admit(request)?.then(() => served.push('first'));
    // The window opens before anything has woken who waits for it.
    const opening = clock.advance(60_001);
    const second = quota.admit(request)?.then(() => served.push('second'));
    await opening;
    await first;
    expect(served).toEqual(['first']);
    quota.release(used);
    await clock.advance(60_001);
    await second;
    expect(served).toEqual(['first', 'second']);
  });

  it('sends nobody else to a method that answered 429 before the time it named', async () => {
    const clock = handClock();
    let isBusy = true;
    const server = await rawServer((response, request, index) => {
      if (isBusy) reply('', 429, { 'retry-after': '30' })(response, request, index);
      else return noProperties(response, request, index);
    });
    const entrata = createEntrata({
      ...server.options,
      clock,
      retry: { maxRetries: 0 },
      quota: { maxWaitMs: 0 },
    });
    onTestFinished(async () => {
      await entrata.close();
      await server.close();
    });
    const demo = entrata.client({ subdomain: 'demo', auth: bearer('t') });
    expect(await failureOf(demo.getProperties())).toMatchObject({ code: 'rate_limited', outcome: 'refused' });
    isBusy = false;
    expect(await failureOf(demo.getProperties())).toMatchObject({
      code: 'rate_limited',
      outcome: 'not_sent',
      retryAfterMs: 30_000,
    });
    expect(server.requests).toHaveLength(1);
    await clock.advance(30_001);
    await expect(demo.getProperties()).resolves.toEqual([]);
  });

  it('keeps who is busy, and forgets who is idle when there are thousands', () => {
    const quota = new Quota(handClock(), { maxQueued: 10, maxWaitMs: 0 });
    const [idle, busy] = [quota.of('idle'), quota.of('busy')];
    busy.admit({ method: 'm', requestId: undefined, waitMs: 0, signal: undefined });
    for (let other = 0; other < 5_000; other++) quota.of(String(other));
    expect(quota.of('busy')).toBe(busy);
    expect(quota.of('idle')).not.toBe(idle);
  });

  it.each([-3_600_000, 3_600_000])(
    'opens a window when it resets, though the clock is set by %s ms',
    async (ms) => {
      const { clock, server, client } = await setUp(1, { quota: { maxWaitMs: 90_000 } });
      const demo = client('demo');
      await demo.getProperties();
      clock.setBy(ms);
      const waiting = demo.getProperties();
      await expect.poll(() => clock.sleeping()).toBe(1);
      clock.setBy(ms);
      await clock.advance(59_000);
      await settled();
      expect(server.requests).toHaveLength(1);
      await clock.advance(1_001);
      await expect(waiting).resolves.toEqual([]);
    },
  );

  it('gives places back when calls end without a reply', async () => {
    const clock = handClock();
    let cut = false;
    const answer = limited(clock, 3);
    const server = await rawServer((response, request, index) => {
      if (cut) response.socket?.destroy();
      else return answer(response, request, index);
    });
    const entrata = createEntrata({ ...server.options, clock, retry: { maxRetries: 0 } });
    onTestFinished(async () => {
      await entrata.close();
      await server.close();
    });
    const demo = entrata.client({ subdomain: 'demo', auth: bearer('t') });
    await demo.getProperties();
    cut = true;
    await failureOf(demo.getProperties());
    await failureOf(demo.getProperties());
    cut = false;
    await clock.advance(60_001);
    await expect(demo.getProperties()).resolves.toEqual([]);
  });
});
