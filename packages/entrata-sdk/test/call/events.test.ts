import { bearer, createEntrata, type EntrataEvent } from 'entrata-sdk';
import { expect, it, onTestFinished } from 'vitest';
import { failureOf, quickClock } from '../support/outcome.js';
import { noProperties, rawServer, reply, result } from '../support/raw-server.js';

async function eventsOf(...answers: Parameters<typeof rawServer>) {
  const events: EntrataEvent[] = [];
  const server = await rawServer(...answers);
  const entrata = createEntrata({
    ...server.options,
    clock: quickClock(),
    random: () => 0.5,
    onEvent: (event) => events.push(event),
  });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  return { events, client: entrata.client({ subdomain: 'demo', auth: bearer('canary-token') }), server };
}

it('tells each step of a call that succeeds at the second attempt', async () => {
  const { events, client, server } = await eventsOf(reply('', 503), noProperties);
  await client.getProperties();
  const { requestId } = JSON.parse(server.requests[0]?.body ?? '');
  const wire = {
    service: 'internetlisting',
    method: 'getProperties',
    version: 'r1',
    path: '/api/ils/internetlisting',
  };
  const names = { method: 'getProperties', subdomain: 'demo', requestId, wire };
  const durationMs = expect.any(Number);
  expect(events).toEqual([
    { type: 'attempt', ...names, attempt: 1 },
    { type: 'reply', ...names, attempt: 1, httpStatus: 503, durationMs },
    { type: 'retry', ...names, attempt: 1, delayMs: 125, code: 'unavailable' },
    { type: 'attempt', ...names, attempt: 2 },
    { type: 'reply', ...names, attempt: 2, httpStatus: 200, durationMs },
    { type: 'success', ...names, attempts: 2, durationMs },
  ]);
});

it('tells how a call failed', async () => {
  const { events, client } = await eventsOf((response) => void response.socket?.destroy());
  await failureOf(
    client.sendLead({ propertyId: '1', person: { firstName: 'A', lastName: 'B', phone: '555-0100' } }),
  );
  expect(events.map(({ type }) => type)).toEqual(['attempt', 'failure']);
  expect(events[1]).toMatchObject({
    attempts: 1,
    code: 'network',
    outcome: 'unknown',
    httpStatus: undefined,
  });
});

it('does not count the wait for the rate limit as an attempt', async () => {
  const used = reply({ response: { code: 200, result: [] } }, 200, {
    'X-RateLimit-Remaining': '0/HOUR',
    'X-RateLimit-Reset': '3000',
  });
  const { events, client } = await eventsOf(used);
  await client.getProperties();
  events.length = 0;
  await failureOf(client.getProperties());
  expect(events).toMatchObject([{ type: 'failure', attempts: 0, code: 'rate_limited', outcome: 'not_sent' }]);
});

const taken = result({ prospects: { prospect: [{ applicationId: '7', status: 'Success' }] } });
const person = { firstName: 'A', lastName: 'B', phone: '555-0100' };

it('neither fails nor repeats a lead because a listener throws, at once or later', async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  process.on('warning', onWarning);
  onTestFinished(() => void process.off('warning', onWarning));
  const server = await rawServer(taken);
  const entrata = createEntrata({
    ...server.options,
    onEvent: ({ type }) => {
      if (type === 'reply') return Promise.reject(new Error('canary')) as never;
      throw new Error('canary');
    },
  });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  const client = entrata.client({ subdomain: 'demo', auth: bearer('t') });
  const onResponse = () => {
    throw new TypeError('canary');
  };
  for (let call = 1; call <= 3; call++) {
    await expect(client.sendLead({ propertyId: '1', person }, { onResponse })).resolves.toMatchObject({
      leadId: '7',
    });
  }
  expect(server.requests).toHaveLength(3);
  // Told once for each, without what may be in the message.
  await expect
    .poll(() => warnings.filter(({ name }) => name === 'EntrataWarning').map(({ message }) => message))
    .toEqual([
      'onEvent threw (Error); calls go on without it',
      'onResponse threw (TypeError); calls go on without it',
    ]);
});

it('finds leads although what listens to replies fails later', async () => {
  const leads = reply({ response: { code: 200, result: { prospects: [] } } });
  const server = await rawServer(leads);
  const entrata = createEntrata(server.options);
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  const client = entrata.client({ subdomain: 'demo', auth: bearer('t') });
  // A rejection that nobody takes would end the process.
  const onResponse = () => Promise.reject(new TypeError('canary')) as never;
  await expect(
    client.findLeads({ propertyId: '1', email: 'a@example.test' }, { onResponse }),
  ).resolves.toEqual([]);
  await new Promise((resolve) => setImmediate(resolve));
});

it('keeps the token of a spent code although the listeners and the clock throw', async () => {
  const server = await rawServer(result({ access_token: 'tok', expires_in: 3600 }));
  const broken = () => {
    throw new Error('broken');
  };
  const entrata = createEntrata({
    ...server.options,
    oauth: { clientId: 'a', clientSecret: 'b' },
    onEvent: broken,
    random: broken,
    clock: { now: broken, sleep: broken },
  });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  const token = await entrata.oauth.exchangeCode({ code: 'x' }, { onResponse: broken });
  expect(token.accessToken.reveal()).toBe('tok');
  expect(server.requests).toHaveLength(1);
});

it('retries with the machine’s clock and jitter where the caller’s say what is none', async () => {
  const server = await rawServer(reply('', 503), noProperties);
  const entrata = createEntrata({
    ...server.options,
    random: () => Number.NaN,
    clock: { now: () => Number.NaN, sleep: () => Promise.reject(new Error('broken')) },
    retry: { baseDelayMs: 1 },
  });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  await entrata.client({ subdomain: 'demo', auth: bearer('t') }).getProperties();
  expect(server.requests).toHaveLength(2);
});

it('does not call a success what a record or the reading calls a failure', async () => {
  const failed = result({ prospects: { prospect: [{ status: 'Failed', message: 'Slot taken' }] } });
  const { events, client, server } = await eventsOf(failed, result('Something odd'));
  const error = await failureOf(client.sendLead({ propertyId: '1', person }));
  const { requestId } = JSON.parse(server.requests[0]?.body ?? '');
  expect(error).toMatchObject({ code: 'rejected', entrataMessage: 'Slot taken', httpStatus: 200, requestId });
  expect(await failureOf(client.getProperties())).toMatchObject({ code: 'bad_response', httpStatus: 200 });
  expect(events.map(({ type }) => type)).toEqual([
    'attempt',
    'reply',
    'failure',
    'attempt',
    'reply',
    'failure',
  ]);
});
