import { bearer, createEntrata, EntrataError, type TokenSource } from 'entrata-sdk';
import { expect, it, onTestFinished } from 'vitest';
import { failureOf } from '../support/outcome.js';
import { noProperties, rawServer, reply } from '../support/raw-server.js';
import { sandboxClient } from '../support/sandbox.js';

async function clientWith(token: TokenSource) {
  const server = await rawServer(noProperties);
  const entrata = createEntrata(server.options);
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  return { server, client: entrata.client({ subdomain: 'demo', auth: bearer(token) }) };
}
it.each([
  [undefined, 1401, 'unauthorized', true],
  [[4711], 4711, 'unauthorized', true],
  [[4711], 1401, 'rejected', false],
  [[], 401, 'rejected', false],
] as const)('with the codes %j takes %i for %s', async (reauthorizeCodes, code, kind, reauthorize) => {
  const server = await rawServer(reply({ response: { error: { code, message: 'no' } } }));
  const wire = { ...server.options.wire, ...(reauthorizeCodes ? { reauthorizeCodes } : {}) };
  const entrata = createEntrata({ ...server.options, wire });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  const client = entrata.client({ subdomain: 'demo', auth: bearer('token') });
  expect(await failureOf(client.getProperties())).toMatchObject({ code: kind, reauthorize });
});

it('is told to authorise again by the sandbox’s revoked token, whichever code says so', async () => {
  for (const quirks of [{}, { unauthorizedCode: 1401 }] as const) {
    const { sandbox, client } = await sandboxClient('ils', { quirks });
    sandbox.revokeTokens('demo');
    expect(await failureOf(client.getProperties())).toMatchObject({
      code: 'unauthorized',
      reauthorize: true,
      httpStatus: 200,
      entrataCode: quirks.unauthorizedCode ?? 401,
    });
  }
});

const never = () => new Promise<string>(() => {});

it('asks for the current token before each call', async () => {
  let asked = 0;
  const { server, client } = await clientWith(async () => `token-${++asked}`);
  await client.getProperties();
  await client.getProperties();
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer token-1',
    'Bearer token-2',
  ]);
});

it('does not wait for a token beyond the deadline or the caller’s signal', async () => {
  const { server, client } = await clientWith(never);
  const late = await failureOf(client.getProperties({}, { deadlineMs: 20 }));
  expect([late.code, late.outcome]).toEqual(['timeout', 'not_sent']);

  const stop = new AbortController();
  const call = failureOf(client.getProperties({}, { signal: stop.signal }));
  stop.abort();
  const stopped = await call;
  expect([stopped.code, stopped.outcome]).toEqual(['aborted', 'not_sent']);
  expect(server.requests).toEqual([]);
});

it('asks for none when the call is aborted already or its options are wrong', async () => {
  let asked = 0;
  const { client } = await clientWith(() => `token-${++asked}`);
  const aborted = failureOf(client.getProperties({}, { signal: AbortSignal.abort() }));
  expect(await aborted).toMatchObject({ code: 'aborted' });
  expect(await failureOf(client.getProperties({}, { deadlineMs: 0 }))).toMatchObject({
    code: 'invalid_input',
  });
  expect(asked).toBe(0);
});

it('says that nothing was sent when the caller’s function throws, at once or later', async () => {
  const broken = new Error('the token store is away');
  for (const source of [
    () => {
      throw broken;
    },
    () => Promise.reject(broken),
  ]) {
    const { server, client } = await clientWith(source);
    const error = await failureOf(client.getProperties());
    expect(error).toMatchObject({ code: 'unavailable', outcome: 'not_sent', method: 'getProperties' });
    expect(error.cause).toBe(broken);
    expect(server.requests).toEqual([]);
  }
});

it('keeps the code of an error of this package that the caller’s function throws, but not its outcome', async () => {
  const { client } = await clientWith(() => {
    throw new EntrataError('unauthorized', 'no', { outcome: 'unknown', reauthorize: true });
  });
  const error = await failureOf(client.getProperties());
  expect(error).toMatchObject({ code: 'unauthorized', outcome: 'not_sent', reauthorize: true });
});

it('refuses what is no token', async () => {
  for (const token of [undefined, null, 7, {}, new Date(0)]) {
    const { server, client } = await clientWith(() => token as never);
    const error = await failureOf(client.getProperties());
    expect(error).toMatchObject({ code: 'invalid_input', outcome: 'not_sent' });
    expect(server.requests).toEqual([]);
  }
});
