import { bearer, createEntrata, type EntrataOptions, undiciHttp } from 'entrata-sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { handClock } from '../support/hand-clock.js';
import { failureOf } from '../support/outcome.js';
import { type Answer, leadTaken, noProperties, rawServer, reply } from '../support/raw-server.js';

const lead = {
  propertyId: '1',
  person: { firstName: 'Ada', lastName: 'Example', email: 'ada@example.test' },
};
const busy = reply('', 429, { 'retry-after': '1' });

async function setUp(answers: Answer[], options: EntrataOptions = {}) {
  const clock = handClock();
  const server = await rawServer(...answers);
  const entrata = createEntrata({ ...server.options, clock, deadlineMs: 600_000, ...options });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  const client = entrata.client({ subdomain: 'demo', auth: bearer('t') });
  return { clock, server, entrata, client };
}

/** An answer that is given when the test says so. */
function heldBack(answer: Answer) {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held: Answer = async (response, request, index) => {
    await released;
    await answer(response, request, index);
  };
  return { held, release };
}

describe('after close() began', () => {
  it('a lead that waits for its next attempt is not sent, and its call says so', async () => {
    const { clock, server, entrata, client } = await setUp([busy, leadTaken]);
    const call = failureOf(client.sendLead(lead));
    await expect.poll(() => clock.sleeping()).toBe(1);
    await entrata.close();
    const error = await call;
    expect(error).toMatchObject({ code: 'closed', outcome: 'not_sent', method: 'sendLead' });
    expect(error.cause).toMatchObject({ code: 'rate_limited', outcome: 'refused' });
    await clock.advance(600_000);
    expect(server.requests).toHaveLength(1);
    expect(server.connections()).toBe(1);
  });

  it('a lead whose wait ended at that very moment is not sent, also by a transport that knows no signals', async () => {
    let sent = 0;
    const http = {
      send: async () => {
        sent += 1;
        return { status: 429, headers: { 'retry-after': '1' }, body: '{}' };
      },
      close: async () => {},
    };
    const { clock, entrata, client } = await setUp([], { http });
    const call = failureOf(client.sendLead(lead));
    await expect.poll(() => clock.sleeping()).toBe(1);
    const waking = clock.advance(10_000);
    const closing = entrata.close();
    expect(await call).toMatchObject({ code: 'closed', outcome: 'not_sent' });
    await Promise.all([waking, closing]);
    expect(sent).toBe(1);
  });

  it('a read whose first attempt nobody knows the end of stays unknown', async () => {
    const { clock, server, entrata, client } = await setUp([reply('', 503), noProperties]);
    const call = failureOf(client.getProperties());
    await expect.poll(() => clock.sleeping()).toBe(1);
    await entrata.close();
    expect(await call).toMatchObject({ code: 'closed', outcome: 'unknown' });
    expect(server.requests).toHaveLength(1);
  });

  it('a call that stands in line for the rate limit is not sent', async () => {
    const used = { 'X-RateLimit-Limit': '1/MINUTE', 'X-RateLimit-Remaining': '0/MINUTE' };
    const spent: Answer = (response, request, index) => {
      for (const [name, value] of Object.entries(used)) response.setHeader(name, value);
      return noProperties(response, request, index);
    };
    const { clock, server, entrata, client } = await setUp([spent], { quota: { maxWaitMs: 300_000 } });
    await client.getProperties();
    const call = failureOf(client.getProperties());
    await expect.poll(() => clock.sleeping()).toBe(1);
    await entrata.close();
    expect(await call).toMatchObject({ code: 'closed', outcome: 'not_sent' });
    await clock.advance(600_000);
    expect(server.requests).toHaveLength(1);
  });

  it('a call that waits for its token is not sent', async () => {
    const { server, entrata } = await setUp([noProperties]);
    let give = (_token: string) => {};
    const asked = new Promise<void>((resolve) => {
      const token = () =>
        new Promise<string>((given) => {
          give = given;
          resolve();
        });
      const client = entrata.client({ subdomain: 'demo', auth: bearer(token) });
      call = failureOf(client.getProperties());
    });
    await asked;
    await entrata.close();
    give('late');
    expect(await call).toMatchObject({ code: 'closed', outcome: 'not_sent' });
    expect(server.requests).toEqual([]);
  });
  let call: Promise<unknown>;

  it('a lead that is on its way comes back, and close() waits for it', async () => {
    const { held, release } = heldBack(leadTaken);
    const { server, entrata, client } = await setUp([held]);
    const order: string[] = [];
    const sent = client.sendLead(lead).then(({ leadId }) => order.push(leadId));
    await expect.poll(() => server.requests.length).toBe(1);
    const closed = entrata.close().then(() => order.push('closed'));
    expect(await failureOf(client.sendLead(lead))).toMatchObject({ code: 'closed', outcome: 'not_sent' });
    release();
    await Promise.all([sent, closed]);
    expect(order).toEqual(['18000001', 'closed']);
    expect(server.requests).toHaveLength(1);
  });

  it('a lead that comes back with "later" is not repeated', async () => {
    const { held, release } = heldBack(busy);
    const { clock, server, entrata, client } = await setUp([held, leadTaken]);
    const call = failureOf(client.sendLead(lead));
    await expect.poll(() => server.requests.length).toBe(1);
    const closed = entrata.close();
    release();
    expect(await call).toMatchObject({ code: 'closed', outcome: 'not_sent' });
    await closed;
    await clock.advance(600_000);
    expect(server.requests).toHaveLength(1);
  });

  it('a lead that does not come back within the bound is cut, and nobody knows what came of it', async () => {
    const { server, entrata, client } = await setUp([() => {}]);
    const call = failureOf(client.sendLead(lead, { timeoutMs: 600_000 }));
    await expect.poll(() => server.requests.length).toBe(1);
    await entrata.close({ timeoutMs: 20 });
    expect(await call).toMatchObject({ code: 'closed', outcome: 'unknown' });
  });

  it('the next request of a call that needs several is not sent', async () => {
    const { held, release } = heldBack(
      reply({ response: { code: 200, result: { availableTours: { availableTour: [] } } } }),
    );
    const { server, entrata, client } = await setUp([held]);
    const range = { propertyId: '1', from: '2026-01-01', to: '2026-06-01' };
    const call = failureOf(client.getTourAvailability(range));
    await expect.poll(() => server.requests.length).toBe(1);
    const closed = entrata.close();
    release();
    expect(await call).toMatchObject({ code: 'closed', outcome: 'not_sent' });
    await closed;
    expect(server.requests).toHaveLength(1);
  });

  it('every caller of close() gets the one promise', async () => {
    let closes = 0;
    const http = {
      send: () => Promise.reject(new Error('not called')),
      close: async () => {
        closes += 1;
      },
    };
    const entrata = createEntrata({ http });
    const first = entrata.close();
    expect(entrata.close()).toBe(first);
    await first;
    expect(entrata.close({ timeoutMs: 5 })).toBe(first);
    expect(closes).toBe(1);
  });

  it('close() does not wait for ever for connections that do not close', async () => {
    const http = {
      send: () => Promise.reject(new Error('not called')),
      close: () => new Promise<void>(() => {}),
    };
    await createEntrata({ http }).close({ timeoutMs: 20 });
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, '5' as never])(
    'close({ timeoutMs: %s }) is refused, and nothing is closed',
    async (timeoutMs) => {
      const { entrata, client } = await setUp([noProperties]);
      expect(await failureOf(entrata.close({ timeoutMs }))).toMatchObject({ code: 'invalid_input' });
      await expect(client.getProperties()).resolves.toEqual([]);
    },
  );

  it('the default transport sends nothing either', async () => {
    const server = await rawServer(noProperties);
    onTestFinished(() => server.close());
    const transport = undiciHttp();
    const request = {
      url: `${server.url}/x`,
      headers: {},
      body: '{}',
      timeoutMs: 20_000,
      maxBodyBytes: 1_000,
      signal: undefined,
    };
    // Before the first request, when there is nothing to close yet, and after it.
    const unopened = undiciHttp();
    await unopened.close();
    await expect(unopened.send(request)).rejects.toMatchObject({ kind: 'network', sent: false });
    await transport.send(request);
    const closing = transport.close();
    expect(transport.close()).toBe(closing);
    await closing;
    await expect(transport.send(request)).rejects.toMatchObject({ kind: 'network', sent: false });
    expect(server.requests).toHaveLength(1);
  });
});
