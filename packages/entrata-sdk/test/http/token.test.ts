import { bearer, createEntrata, type TokenSource } from 'entrata-sdk';
import { expect, it, onTestFinished } from 'vitest';
import { failureOf } from '../support/outcome.js';
import { noProperties, rawServer } from '../support/raw-server.js';

async function clientWith(token: TokenSource) {
  const server = await rawServer(noProperties);
  const entrata = createEntrata(server.options);
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  return { server, client: entrata.client({ subdomain: 'demo', auth: bearer(token) }) };
}
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

it('passes on what the caller’s function throws, at once or later', async () => {
  const broken = new Error('the token store is away');
  for (const source of [
    () => {
      throw broken;
    },
    () => Promise.reject(broken),
  ]) {
    const { client } = await clientWith(source);
    await expect(client.getProperties()).rejects.toBe(broken);
  }
});
