import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, describe, expect, test } from 'vitest';
import type { AdapterRequest } from '../../src/http/request-response.js';
import { startServer, toNodeListener } from '../../src/node/index.js';
import { appOf, signalOf } from './support/app-of.js';
import { getOf, rawClient } from './support/raw-client.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Answer = (request: AdapterRequest) => unknown;

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const embeddings: [string, (answer: Answer) => Promise<string>][] = [
  [
    'startServer',
    async (answer) => {
      const server = await startServer(appOf(answer), { drainMs: 0 });
      closing.push(server.stop);
      return server.url;
    },
  ],
  ['node:http', (answer) => listen(createServer(toNodeListener(appOf(answer))))],
  ['Express', (answer) => listen(createServer(express().use(express.json(), toNodeListener(appOf(answer)))))],
];

describe.each(embeddings)('Requests sent ahead on one connection of %s', (_, serve) => {
  test('are worked on one after the other, and all answered in their order', async () => {
    const begun: string[] = [];
    let running = 0;
    let most = 0;
    const url = await serve(async ({ path }) => {
      begun.push(path);
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return { path };
    });
    const paths = Array.from({ length: 36 }, (_, index) => `/ours/${index}`);
    const client = await rawClient(url);
    client.write(paths.map((path) => getOf(path)).join('') + getOf('/ours/last', 'connection: close'));
    const answered = [...(await client.read()).matchAll(/"path":"([^"]+)"/g)].map(([, path]) => path);
    expect(answered).toEqual([...paths, '/ours/last']);
    expect(begun).toEqual(answered);
    expect(most).toBe(1);
  });

  test('cost no work once their peer is gone', async () => {
    const [first, mayEnd, gone] = [signalOf(), signalOf(), signalOf()];
    const begun: string[] = [];
    const url = await serve(async ({ path, signal }) => {
      begun.push(path);
      if (path !== '/ours/first') return {};
      signal.addEventListener('abort', () => gone.give());
      first.give();
      await mayEnd.given;
      return {};
    });
    const client = await rawClient(url);
    client.write(getOf('/ours/first') + getOf('/ours/second') + getOf('/ours/third'));
    await first.given;
    client.socket.destroy();
    await gone.given;
    mayEnd.give();
    // Served after whatever the first one's end would have set off.
    expect((await fetch(`${url}/ours/other`)).status).toBe(200);
    expect(begun).toEqual(['/ours/first', '/ours/other']);
  });

  test('end the connection when they are far too many, and nobody else suffers', async () => {
    const mayEnd = signalOf();
    let begun = 0;
    const url = await serve(async ({ path }) => {
      if (path === '/ours/other') return {};
      begun += 1;
      await mayEnd.given;
      return {};
    });
    const client = await rawClient(url);
    client.write(getOf('/ours/many').repeat(1_500));
    expect(await client.read()).toBe('');
    expect(begun).toBe(1);
    expect((await fetch(`${url}/ours/other`)).status).toBe(200);
    mayEnd.give();
  });
});

test('a request that reaches the listener before one that was sent earlier does not wait for it for ever', async () => {
  const mayPass = signalOf();
  const application = express();
  application.use(async (request, _, next) => {
    if (request.url === '/ours/slow') await mayPass.given;
    next();
  });
  application.use(toNodeListener(appOf(({ path }) => path)));
  const client = await rawClient(await listen(createServer(application)));
  client.write(getOf('/ours/slow') + getOf('/ours/quick', 'connection: close'));
  mayPass.give();
  expect((await client.read()).match(/"\/ours\/\w+"/g)).toEqual(['"/ours/slow"', '"/ours/quick"']);
});
