import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { bearer, createEntrata, type UndiciHttpOptions, undiciHttp } from 'entrata-sdk';
import { MockAgent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failureOf } from '../support/outcome.js';
import { type Answer, loopback, noProperties, rawServer, reply } from '../support/raw-server.js';

function clientFor(url: string, options: UndiciHttpOptions = {}) {
  const entrata = createEntrata({ ...loopback(url), http: undiciHttp(options), retry: { maxRetries: 0 } });
  onTestFinished(() => entrata.close());
  return entrata.client({ subdomain: 'demo', auth: bearer('t') });
}

async function start(...answers: Answer[]) {
  const server = await rawServer(...answers);
  onTestFinished(() => server.close());
  return server;
}

describe('undiciHttp', () => {
  it('knows that a call still in line for a connection was not sent', async () => {
    const server = await start(() => {});
    const client = clientFor(server.url, { connections: 1 });
    const first = failureOf(client.getProperties({}, { timeoutMs: 1_500 }));
    await expect.poll(() => server.requests.length).toBe(1);
    const second = await failureOf(client.getProperties({}, { timeoutMs: 300 }));
    expect([second.code, second.outcome]).toEqual(['timeout', 'not_sent']);
    expect((await first).outcome).toBe('unknown');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(server.requests).toHaveLength(1);
  });

  it('sends through a proxy, with the credentials of its URL', async () => {
    const server = await start(noProperties);
    const asked: string[] = [];
    const proxy = createServer((socket) => {
      socket.once('data', (data) => {
        asked.push(data.toString('latin1'));
        const upstream = connect(Number(new URL(server.url).port), '127.0.0.1');
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(upstream).pipe(socket);
        for (const end of [socket, upstream]) end.on('error', () => {});
      });
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    onTestFinished(() => void proxy.close());
    const { port } = proxy.address() as AddressInfo;
    const client = clientFor(server.url, { proxy: `http://user:pass@127.0.0.1:${port}` });
    await expect(client.getProperties()).resolves.toEqual([]);
    expect(asked[0]).toMatch(/^CONNECT 127\.0\.0\.1:\d+ /);
    expect(asked[0]?.toLowerCase()).toContain(
      `proxy-authorization: basic ${Buffer.from('user:pass').toString('base64')}`.toLowerCase(),
    );
    expect(server.requests).toHaveLength(1);
  });

  it("uses a dispatcher of the caller's, such as a MockAgent", async () => {
    const agent = new MockAgent();
    agent.disableNetConnect();
    agent
      .get('https://demo.entrata.com')
      .intercept({ path: '/api/ils/internetlisting', method: 'POST' })
      .reply(200, { response: { code: 200, result: { cid: 7, companyName: 'Example', subdomain: 'Demo' } } });
    const entrata = createEntrata({ http: undiciHttp({ dispatcher: agent }) });
    await expect(entrata.oauth.getClientInfo({ subdomain: 'demo', accessToken: 't' })).resolves.toEqual({
      cid: '7',
      companyName: 'Example',
      subdomain: 'demo',
    });
    agent.assertNoPendingInterceptors();
    await entrata.close();
    await agent.close();
  });

  it('runs many calls side by side and reuses its connections', async () => {
    const server = await start(noProperties);
    const client = clientFor(server.url, { connections: 4 });
    await Promise.all(Array.from({ length: 200 }, () => client.getProperties()));
    expect(server.requests).toHaveLength(200);
    expect(new Set(server.requests.map((request) => JSON.parse(request.body).requestId)).size).toBe(200);
    expect(server.connections()).toBeLessThanOrEqual(4);
  });

  it('can be closed twice, and unopened', async () => {
    const transport = undiciHttp();
    await transport.close();
    const server = await start(reply('{}'));
    const request = {
      url: `${server.url}/x`,
      headers: {},
      body: '{}',
      timeoutMs: 1_000,
      maxBodyBytes: 1_000,
      signal: undefined,
    };
    await expect(transport.send(request)).resolves.toMatchObject({ status: 200, body: '{}' });
    await transport.close();
    await transport.close();
  });
});
