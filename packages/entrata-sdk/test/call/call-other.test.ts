import { apiKey, bearer, createEntrata, type OtherCall } from 'entrata-sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { failureOf } from '../support/outcome.js';
import { type Answer, rawServer, reply, result } from '../support/raw-server.js';
import { sandboxClient, surfaces } from '../support/sandbox.js';

async function client(...answers: Answer[]) {
  const server = await rawServer(...answers);
  const entrata = createEntrata({ ...server.options, retry: { maxRetries: 2, baseDelayMs: 1 } });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  return {
    entrata,
    client: entrata.client({ subdomain: 'demo', auth: apiKey('k') }),
    requests: server.requests,
  };
}

const specials: OtherCall = { service: 'properties', method: 'getSpecials', version: 'r4', params: { a: 1 } };
const broken = reply('', 500);

describe('client.call', () => {
  it.each(surfaces.filter((surface) => surface !== 'ils'))(
    'reaches any method of the %s surface',
    async (surface) => {
      const { client, propertyId, sandbox } = await sandboxClient(surface);
      const call = {
        service: 'properties',
        method: 'getPhoneNumber',
        version: 'r1',
        params: { propertyIds: propertyId },
      };
      expect(await client.call(call)).toBeTypeOf('object');
      expect(sandbox.journal.at(-1)).toMatchObject({ method: 'getPhoneNumber', status: 200 });
    },
  );

  it('sends what it is given, in the envelope and with the credential of the others', async () => {
    const { client: gateway, entrata, requests } = await client(result({ b: 2 }));
    expect(await gateway.call(specials, { requestId: 'mine' })).toEqual({ b: 2 });
    await entrata.client({ subdomain: 'demo', auth: bearer('t') }).call({
      service: 'homes',
      path: '/api/partners/homes',
      method: 'list',
    });
    const [first, second] = requests;
    expect(first?.url).toBe('/gateway/demo/v1/properties');
    expect(first?.headers['x-api-key']).toBe('k');
    expect(JSON.parse(first?.body ?? '')).toEqual({
      auth: { type: 'apikey' },
      requestId: 'mine',
      method: { name: 'getSpecials', version: 'r4', params: { a: 1 } },
    });
    expect(second?.url).toBe('/demo/api/partners/homes');
    expect(JSON.parse(second?.body ?? '').method).toEqual({ name: 'list', params: {} });
  });

  it('is repeated only when it is said to be a read', async () => {
    const written = await client(broken, result({}));
    expect(await failureOf(written.client.call(specials))).toMatchObject({
      code: 'unavailable',
      outcome: 'unknown',
      method: 'call(getSpecials)',
    });
    expect(written.requests).toHaveLength(1);
    const read = await client(broken, result({ b: 2 }));
    expect(await read.client.call({ ...specials, safety: 'read' })).toEqual({ b: 2 });
    expect(read.requests).toHaveLength(2);
  });

  it('gives what a schema reads, and a bad response for what it does not', async () => {
    const schema = z.object({ b: z.number().transform((b) => `b is ${b}`) });
    const good = await client(result({ b: 2 }));
    const { b }: { b: string } = await good.client.call({ ...specials, schema });
    expect(b).toBe('b is 2');
    for (const odd of [schema, { parse: () => Promise.reject(new Error('nobody waits')) }]) {
      const bad = await client(result({ b: 'two' }));
      expect(await failureOf(bad.client.call({ ...specials, schema: odd as never }))).toMatchObject({
        code: 'bad_response',
        outcome: 'unknown',
      });
      expect(bad.requests).toHaveLength(1);
    }
  });

  it.each([
    ['service', { service: '../x' }],
    ['service', { service: 'a?b' }],
    ['path', { path: 'leads' }],
    ['path', { path: '/a/../b' }],
    ['method', { method: '' }],
    ['version', { version: 1 }],
    ['params', { params: 'x' }],
    ['safety', { safety: 'idempotent' }],
    ['schema', { schema: {} }],
    ['verson', { verson: 'r1' }],
  ])('refuses a %s that makes no sense: %j', async (name, wrong) => {
    const { client: gateway, requests } = await client(result({}));
    // What no compiler lets through.
    const failure = await failureOf(gateway.call({ ...specials, ...wrong } as never));
    expect(failure).toMatchObject({ code: 'invalid_input', outcome: 'not_sent' });
    expect(failure.message).toMatch(new RegExp(`^${name} `));
    expect(requests).toEqual([]);
  });
});
