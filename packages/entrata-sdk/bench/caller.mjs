// One contender in a process of its own, so that nobody's garbage is collected on another's time.
// node caller.mjs <sdk|undici|fetch> <method> <port>: each message says for how many milliseconds, and how
// many times at least, to call.
import { bearer, createEntrata, inventedIlsWire } from 'entrata-sdk';
import { request } from 'undici';

const inFlight = 50;
const [who, name, port] = process.argv.slice(2);
const host = `http://127.0.0.1:${port}`;
const url = `${host}/demo/api/ils/internetlisting`;
const headers = {
  'content-type': 'application/json',
  accept: 'application/json',
  authorization: 'Bearer token',
};
const envelope = () =>
  JSON.stringify({ auth: { type: 'oauth' }, requestId: '15', method: { name, version: 'r1', params: {} } });

const contenders = {
  sdk() {
    const entrata = createEntrata({
      allowInsecureLoopback: true,
      wire: { hosts: { client: `${host}/{subdomain}` }, ils: inventedIlsWire },
    });
    const client = entrata.client({ subdomain: 'demo', auth: bearer('token') });
    return {
      getClientInfo: () => entrata.oauth.getClientInfo({ subdomain: 'demo', accessToken: 'token' }),
      getProperties: () => client.getProperties(),
    }[name];
  },
  undici: () => async () => {
    const reply = await request(url, { method: 'POST', headers, body: envelope() });
    return JSON.parse(await reply.body.text());
  },
  fetch: () => async () => {
    const reply = await fetch(url, { method: 'POST', headers, body: envelope() });
    return reply.json();
  },
};
const call = contenders[who]();

process.on('message', async ({ millis, times }) => {
  let done = 0;
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  const worker = async () => {
    while (performance.now() - started < millis || done < times) {
      await call();
      done++;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  const { user, system } = process.cpuUsage(cpuBefore);
  process.send({
    perSecond: (done / (performance.now() - started)) * 1000,
    perCpuSecond: (done / (user + system)) * 1e6,
  });
});
process.on('disconnect', () => process.exit(0));
