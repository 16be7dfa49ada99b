import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { toFetchHandler } from '../../src/fetch/index.js';
import type { AdapterRequest } from '../../src/http/request-response.js';
import { closeIdle } from '../../src/node/close-idle.js';
import { type RunningServer, type ServerOptions, startServer } from '../../src/node/index.js';
import { serveSandbox } from '../instruments/serve-sandbox.js';
import { recordingLogger } from '../support/recording-logger.js';
import { appOf, signalOf } from './support/app-of.js';
import { getOf, type RawClient, rawClient } from './support/raw-client.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(
  answer: (request: AdapterRequest) => unknown,
  options: ServerOptions = {},
): Promise<RunningServer> {
  const server = await startServer(appOf(answer), { drainMs: 0, ...options });
  closing.push(server.stop);
  return server;
}

async function open(server: RunningServer): Promise<RawClient> {
  const client = await rawClient(server.url);
  closing.push(() => client.socket.destroy());
  return client;
}

describe('A connection on which nothing moves is closed', () => {
  test('when it never sends a byte', async () => {
    const server = await serve(() => ({}), { idleTimeoutMs: 100 });
    expect(await (await open(server)).read()).toBe('');
  });

  test('when it stops in the middle of a request', async () => {
    const unhurried = { headersTimeoutMs: 600_000, requestTimeoutMs: 600_000 };
    const client = await open(await serve(() => ({}), { idleTimeoutMs: 100, ...unhurried }));
    client.write('GET /ours HTTP/1.1\r\nhost:');
    expect(await client.read()).toBe('');
  });

  test('when its peer does not read its answer', async () => {
    const gone = signalOf();
    // More than the kernel holds for a connection.
    const server = createServer((_, response) => response.end('x'.repeat(32_000_000)));
    server.on('connection', (socket) => socket.once('close', () => gone.give()));
    closeIdle(server, 300);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    const client = await rawClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    client.socket.pause();
    client.write(getOf('/'));
    await gone.given;
    client.socket.destroy();
  });

  test('but not while its request is worked on', async () => {
    const server = createServer(({ socket }, response) => {
      setImmediate(() => {
        // What its timer does; no test waits for that.
        socket.emit('timeout');
        response.end('worth the wait');
      });
    });
    closeIdle(server, 600_000);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    const client = await rawClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    client.write(getOf('/', 'connection: close'));
    expect(await client.read()).toContain('worth the wait');
  });
});

test('no more than maxConnections are open', async () => {
  const server = await serve(() => ({}), { maxConnections: 2 });
  const [first] = [await open(server), await open(server)];
  const third = await open(server);
  expect(await third.read()).toBe('');
  first?.socket.destroy();
  const ask = async () => {
    const client = await open(server);
    client.write(getOf('/ours', 'connection: close'));
    return client.read();
  };
  await expect.poll(ask).toContain('HTTP/1.1 200');
});

describe('Beyond maxInFlight', () => {
  /** The real app, one of whose requests hangs in an instrument until the test lets go. */
  async function busyApp() {
    const [begun, mayEnd] = [signalOf(), signalOf()];
    const logger = recordingLogger();
    const served = await serveSandbox(
      [
        {
          async request({ route }, answer) {
            if (route === '/api/houses/:id') {
              begun.give();
              await mayEnd.given;
            }
            return answer();
          },
        },
      ],
      undefined,
      { logger },
    );
    closing.push(served.stop);
    return { app: served.app, logger, begun: begun.given, letGo: mayEnd.give };
  }

  test('a request is answered 503 with Retry-After, and health is still told', async () => {
    const { app, logger, begun, letGo } = await busyApp();
    const server = await startServer(app, { maxInFlight: 1 });
    closing.unshift(server.stop);
    const slow = fetch(`${server.url}/api/houses/17`);
    await begun;
    for (const path of ['/api/houses', '/webhooks/entrata?cid=1', '/nowhere']) {
      const refused = await fetch(`${server.url}${path}`);
      expect([path, refused.status, refused.headers.get('retry-after')]).toEqual([path, 503, '5']);
      expect(JSON.stringify(await refused.json())).toContain('unavailable');
    }
    for (const path of ['/healthz', '/readyz']) expect((await fetch(server.url + path)).status).toBe(200);
    letGo();
    expect((await slow).status).toBe(404);
    expect((await fetch(`${server.url}/api/houses`)).status).toBe(200);
    const told = logger.lines.filter(({ level }) => level === 'warn' || level === 'error');
    expect(told.map(({ message }) => message)).toEqual(['requests beyond the limit are refused']);
  });

  test('so is one that comes as a Request', async () => {
    const { app, begun, letGo } = await busyApp();
    const handle = toFetchHandler(app, { maxInFlight: 1 });
    const get = (path: string) => handle(new Request(`https://app.example.test${path}`));
    const slow = get('/api/houses/17');
    await begun;
    const refused = await get('/api/houses');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await get('/healthz')).status).toBe(200);
    letGo();
    expect((await slow).status).toBe(404);
    expect((await get('/api/houses')).status).toBe(200);
  });

  test('an answer that nobody reads counts too', async () => {
    const server = await serve(({ path }) => (path === '/ours/big' ? 'x'.repeat(32_000_000) : ''), {
      maxInFlight: 1,
    });
    const client = await open(server);
    client.socket.pause();
    client.write(getOf('/ours/big'));
    const status = () => fetch(`${server.url}/ours`).then((response) => response.status);
    await expect.poll(status).toBe(503);
    client.socket.destroy();
    await expect.poll(status).toBe(200);
  });
});
