// Calls per second at 50 in flight: the SDK, raw undici.request and global fetch, turn by turn.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { bearer, createEntrata, inventedIlsWire } from 'entrata-sdk';
import { request } from 'undici';

const inFlight = 50;

export async function benchCalls({ rounds, millis }) {
  const server = fork(fileURLToPath(new URL('./reply-server.mjs', import.meta.url)));
  const [{ port }] = await once(server, 'message');
  const host = `http://127.0.0.1:${port}`;
  const entrata = createEntrata({
    allowInsecureLoopback: true,
    endpoints: { hosts: { client: `${host}/{subdomain}` }, ils: inventedIlsWire },
  });
  const client = entrata.client({ subdomain: 'demo', auth: bearer('token') });
  const url = `${host}/demo/api/ils/internetlisting`;
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    authorization: 'Bearer token',
  };
  const envelope = (name) =>
    JSON.stringify({ auth: { type: 'oauth' }, requestId: '15', method: { name, version: 'r1', params: {} } });

  const contenders = (name, viaSdk) => ({
    sdk: viaSdk,
    undici: async () => {
      const reply = await request(url, { method: 'POST', headers, body: envelope(name) });
      return JSON.parse(await reply.body.text());
    },
    fetch: async () => {
      const reply = await fetch(url, { method: 'POST', headers, body: envelope(name) });
      return reply.json();
    },
  });
  const measured = {};
  const calls = {
    getClientInfo: () => entrata.oauth.getClientInfo({ subdomain: 'demo', accessToken: 'token' }),
    getProperties: () => client.getProperties(),
  };
  for (const [name, viaSdk] of Object.entries(calls)) {
    const rates = { sdk: [], undici: [], fetch: [] };
    const entries = Object.entries(contenders(name, viaSdk));
    for (const [, call] of entries) await perSecond(call, millis);
    for (let round = 0; round < rounds; round++) {
      for (const [who, call] of entries) rates[who].push(await perSecond(call, millis));
    }
    measured[name] = Object.fromEntries(Object.entries(rates).map(([who, list]) => [who, Math.max(...list)]));
  }
  await entrata.close();
  server.disconnect();
  return measured;
}

async function perSecond(call, millis) {
  let done = 0;
  const started = performance.now();
  const until = started + millis;
  const worker = async () => {
    while (performance.now() < until) {
      await call();
      done++;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (done / (performance.now() - started)) * 1000;
}
