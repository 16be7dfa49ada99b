import { bearer, createEntrata, type EntrataEvent } from 'entrata-sdk';
import { expect, it, onTestFinished } from 'vitest';
import { failureOf, quickClock } from './support/outcome.js';
import { noProperties, rawServer, reply, result } from './support/raw-server.js';

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
  const names = { method: 'getProperties', subdomain: 'demo', requestId };
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

it('never repeats a lead because a listener threw, and keeps no place in the quota', async () => {
  const taken = result({ prospects: { prospect: [{ applicationId: '7', status: 'Success' }] } });
  const person = { firstName: 'A', lastName: 'B', phone: '555-0100' };
  const broken = new Error('broken listener');
  for (const type of ['attempt', 'reply', 'success'] as const) {
    const server = await rawServer((response, request, index) => {
      response.setHeader('X-RateLimit-Limit', '3/HOUR');
      response.setHeader('X-RateLimit-Remaining', `${2 - index}/HOUR`);
      return taken(response, request, index);
    });
    let isBroken = true;
    const onEvent = (event: EntrataEvent) => {
      if (isBroken && event.type === type) throw broken;
    };
    const entrata = createEntrata({ ...server.options, onEvent });
    onTestFinished(async () => {
      await entrata.close();
      await server.close();
    });
    const client = entrata.client({ subdomain: 'demo', auth: bearer('t') });
    await expect(client.sendLead({ propertyId: '1', person })).rejects.toBe(broken);
    const sent = type === 'attempt' ? 0 : 1;
    expect(server.requests).toHaveLength(sent);
    isBroken = false;
    for (let left = 3 - sent; left > 0; left--) await client.sendLead({ propertyId: '1', person });
    expect(server.requests).toHaveLength(3);
  }
});

it('does not call a success what a record or the reading calls a failure', async () => {
  const failed = result({ prospects: { prospect: [{ status: 'Failed', message: 'Slot taken' }] } });
  const { events, client, server } = await eventsOf(failed, result('Something odd'));
  const person = { firstName: 'A', lastName: 'B', phone: '555-0100' };
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
