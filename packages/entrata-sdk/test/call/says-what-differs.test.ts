import { apiKey, basic, bearer, createEntrata, inventedIlsWire } from 'entrata-sdk';
import { expect, it, onTestFinished } from 'vitest';
import { failureOf } from '../support/outcome.js';
import { type Answer, rawServer, reply, result } from '../support/raw-server.js';

async function at(...answers: Answer[]) {
  const server = await rawServer(...answers);
  const entrata = createEntrata({
    oauth: { clientId: 'a', clientSecret: 'b' },
    retry: { maxRetries: 0 },
    ...server.options,
  });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  const client = (auth = bearer('t')) => entrata.client({ subdomain: 'demo', auth });
  return { entrata, client };
}

it.each([
  ['is refused', reply({ response: { error: { code: 311, message: 'no' } } })],
  ['is no JSON', reply('<html>')],
  ['never comes', ((response) => void response.socket?.destroy()) satisfies Answer],
  ['cannot be read', result({ Homes: [] })],
])('an error says what was called when the reply %s', async (_, answer) => {
  const { client, entrata } = await at(answer);
  const path = '/api/ils/internetlisting';
  expect((await failureOf(client().getProperties())).wire).toEqual({
    service: 'internetlisting',
    method: 'getProperties',
    version: 'r1',
    path,
  });
  const gateway = await failureOf(
    client(apiKey('k')).getTourAvailability({ propertyId: '1', from: '2026-12-01', to: '2026-12-01' }),
  );
  expect(gateway.wire).toEqual({
    service: 'properties',
    method: 'getCalendarAvailability',
    version: 'r2',
    path: '/v1/properties',
  });
  expect((await failureOf(client(basic('u', 'p')).getProperties())).wire?.path).toBe('/api/v1/properties');
  expect((await failureOf(entrata.oauth.exchangeCode({ code: 'x' }))).wire).toEqual({
    service: 'oauth',
    method: 'getAccessToken',
    version: undefined,
    path: '/oauth',
  });
});

it('an error about what was not to be sent yet names no call', async () => {
  const { client } = await at(result({}));
  expect((await failureOf(client().getProperties({ propertyIds: ['x'] }))).wire).toBeUndefined();
});

it('a bad response says which fields came and which are known, and no value', async () => {
  const { client } = await at(
    result({ Homes: ['canary'], 'jane@example.test': 1, '@attributes': { Count: 1 } }),
    result({ PhysicalProperty: { property: [{ PropertyID: 'canary' }] } }),
    result(Object.fromEntries(Array.from({ length: 99 }, (_, at) => [`a${at}`, 'canary']))),
  );
  const first = await failureOf(client().getProperties());
  expect(first).toMatchObject({ code: 'bad_response' });
  expect(first.message).toContain(
    'at "result": it holds Count, Homes, [other]; known there: PhysicalProperty',
  );
  const second = await failureOf(client().getProperties());
  expect(second.message).toContain('at "PhysicalProperty": it holds property; known there: Property');
  const third = await failureOf(client().getProperties());
  expect(third.message).toContain('a9, ...; known there');
  expect([first, second, third].map(String).join()).not.toContain('canary');
});

it('the profile of a method that is elsewhere is what the error names', async () => {
  const server = await rawServer(reply('', 500));
  const getProperties = { service: 'homes', path: '/own/homes', method: 'list', version: '' };
  const entrata = createEntrata({
    ...server.options,
    retry: { maxRetries: 0 },
    wire: { ...server.options.wire, ils: { ...inventedIlsWire, getProperties } },
  });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  const client = entrata.client({ subdomain: 'demo', auth: bearer('t') });
  expect((await failureOf(client.getProperties())).wire).toEqual({
    service: 'homes',
    method: 'list',
    version: undefined,
    path: '/own/homes',
  });
});
