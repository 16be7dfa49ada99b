import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createMemoryStore, type Store, type UserRecord } from 'entrata-store';
import { createSigner } from 'fast-jwt';
import { beforeAll, describe, expect, test } from 'vitest';
import { jwtAuthenticator } from '../../src/auth/jwt.js';
import type { AdapterRequest } from '../../src/http/request-response.js';

const secret = 'a-made-up-secret-of-thirty-two-bytes';
const expiresIn = 60_000;
const sign = createSigner({ key: secret, algorithm: 'HS256', expiresIn });

let store: Store;
let renter: UserRecord;
beforeAll(async () => {
  store = createMemoryStore();
  renter = await store.users.insert({ role: 'user', name: 'Robin Example' });
});

function requestWith(authorization?: string): AdapterRequest {
  return {
    method: 'GET',
    path: '/api/viewings',
    rawQuery: '',
    headers: authorization === undefined ? {} : { authorization },
    remoteAddress: '127.0.0.1',
    signal: new AbortController().signal,
    body: async () => new Uint8Array(),
  };
}

function unsigned(header: object, claims: object, signature = ''): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(claims)}.${signature}`;
}

describe('a token is found', () => {
  test('in the header with and without Bearer, and in the body field jwt', async () => {
    const authenticate = jwtAuthenticator({ secret, store });
    const token = sign({ sub: renter.id });
    const principal = { role: 'user', userId: renter.id };
    expect(await authenticate(requestWith(`Bearer ${token}`), {})).toEqual(principal);
    expect(await authenticate(requestWith(token), {})).toEqual(principal);
    expect(await authenticate(requestWith(), { jwt: token })).toEqual(principal);
    expect(await authenticate(requestWith(), {})).toBeUndefined();
  });

  test('with the user in sub or in data.id', async () => {
    const authenticate = jwtAuthenticator({ secret, store });
    const token = sign({ data: { id: renter.id } });
    expect(await authenticate(requestWith(token), {})).toEqual({ role: 'user', userId: renter.id });
  });
});

describe('a token is not believed', () => {
  const inOneHour = () => Math.floor(Date.now() / 1000) + 3600;
  const forgeries: Record<string, () => string> = {
    'without a signature, alg none': () =>
      unsigned({ alg: 'none', typ: 'JWT' }, { sub: renter.id, exp: inOneHour() }),
    'with another secret': () =>
      createSigner({ key: 'another-secret', algorithm: 'HS256', expiresIn })({ sub: renter.id }),
    'with another algorithm': () =>
      createSigner({ key: secret, algorithm: 'HS512', expiresIn })({ sub: renter.id }),
    'with changed claims': () => {
      const [header, , signature] = sign({ sub: 'somebody-else' }).split('.');
      const claims = Buffer.from(JSON.stringify({ sub: renter.id, exp: inOneHour() })).toString('base64url');
      return `${header}.${claims}.${signature}`;
    },
    'when it has expired': () => {
      const past = createSigner({ key: secret, algorithm: 'HS256', expiresIn: 1, clockTimestamp: 1_000 });
      return past({ sub: renter.id });
    },
    'when it never expires': () => createSigner({ key: secret, algorithm: 'HS256' })({ sub: renter.id }),
    'when it names nobody we know': () => sign({ sub: '00000000-0000-4000-8000-000000000000' }),
    'when it names nobody': () => sign({ scope: 'all' }),
    'when its subject is no id': () => sign({ sub: "' or 1=1 --" }),
    'when it is no token': () => 'not.a.token',
    'when the signature is that of a secret as text of a public key': () => {
      const body = unsigned({ alg: 'HS256', typ: 'JWT' }, { sub: renter.id, exp: inOneHour() }).slice(0, -1);
      return `${body}.${createHmac('sha256', 'public key').update(body).digest('base64url')}`;
    },
  };
  test.each(Object.entries(forgeries))('%s', async (_, forge) => {
    const authenticate = jwtAuthenticator({ secret, store });
    expect(await authenticate(requestWith(`Bearer ${forge()}`), {})).toBeUndefined();
  });

  test('with the wrong issuer or audience, once these are configured', async () => {
    const authenticate = jwtAuthenticator({
      secret,
      store,
      issuer: 'https://id.example.test',
      audience: 'app',
    });
    const claims = { sub: renter.id, iss: 'https://id.example.test', aud: 'app' };
    expect(await authenticate(requestWith(sign(claims)), {})).toBeDefined();
    expect(await authenticate(requestWith(sign({ ...claims, iss: 'https://x.test' })), {})).toBeUndefined();
    expect(await authenticate(requestWith(sign({ ...claims, aud: 'web' })), {})).toBeUndefined();
    expect(await authenticate(requestWith(sign({ sub: renter.id })), {})).toBeUndefined();
  });
});

test('tokens without an end are accepted where the existing app needs it', async () => {
  const authenticate = jwtAuthenticator({ secret, store, allowMissingExp: true });
  const token = createSigner({ key: secret, algorithm: 'HS256' })({ data: { id: renter.id } });
  expect(await authenticate(requestWith(token), {})).toEqual({ role: 'user', userId: renter.id });
});

test('keys of a set verify RS256 and ES256, and an HS256 token made from a public key is refused', async () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = { type: 'pkcs8', format: 'pem' } as const;
  const authenticate = jwtAuthenticator({
    store,
    jwks: { keys: [rsa.publicKey.export({ format: 'jwk' }), ec.publicKey.export({ format: 'jwk' })] },
  });
  for (const [algorithm, key] of [
    ['RS256', rsa.privateKey.export(pem)],
    ['ES256', ec.privateKey.export(pem)],
  ] as const) {
    const token = createSigner({ key: String(key), algorithm, expiresIn })({ sub: renter.id });
    expect(await authenticate(requestWith(token), {})).toEqual({ role: 'user', userId: renter.id });
  }
  const publicPem = String(rsa.publicKey.export({ type: 'spki', format: 'pem' }));
  const body = unsigned({ alg: 'HS256', typ: 'JWT' }, { sub: renter.id, exp: 9_999_999_999 }).slice(0, -1);
  const forged = `${body}.${createHmac('sha256', publicPem).update(body).digest('base64url')}`;
  expect(await authenticate(requestWith(forged), {})).toBeUndefined();
});

test('the role comes from the store, whatever the token claims', async () => {
  const authenticate = jwtAuthenticator({ secret, store });
  const token = sign({ sub: renter.id, role: 'admin', operatorId: '1' });
  expect(await authenticate(requestWith(token), {})).toEqual({ role: 'user', userId: renter.id });
});

test('an agent without an operator of its own is linked by a unique company name, when that is asked for', async () => {
  const { client } = await store.clients.connect({
    cid: '4711',
    subdomain: 'linked',
    companyName: 'Linked Living',
    token: { accessToken: { reveal: () => 'made-up' }, expiresAt: undefined },
    agent: { name: 'Linked agent' },
  });
  const portalUser = await store.users.insert({
    role: 'agent',
    name: 'Pat Portal',
    companyName: 'Linked Living',
  });
  const token = sign({ sub: portalUser.id });
  expect(await jwtAuthenticator({ secret, store })(requestWith(token), {})).toBeUndefined();
  const linking = jwtAuthenticator({ secret, store, operatorByCompanyName: true });
  expect(await linking(requestWith(token), {})).toEqual({
    role: 'operator',
    userId: portalUser.id,
    operatorId: client.operatorId,
  });
  await store.clients.connect({
    cid: '4712',
    subdomain: 'twin',
    companyName: 'Linked Living',
    token: { accessToken: { reveal: () => 'made-up' }, expiresAt: undefined },
    agent: { name: 'Twin agent' },
  });
  expect(await linking(requestWith(token), {})).toBeUndefined();
});
