import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import { bearer, createEntrata, type LeadInput, type UndiciHttpOptions, undiciHttp } from 'entrata-sdk';
import { MockAgent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failureOf } from '../support/outcome.js';
import { type Answer, loopback, noProperties, rawServer } from '../support/raw-server.js';

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

async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const lead: LeadInput = {
  propertyId: '100',
  person: { firstName: 'Ada', lastName: 'Example', email: 'ada@example.test' },
};

describe('undiciHttp', () => {
  it('knows that a call still in line for a connection was not sent', async () => {
    const server = await start(() => {}, noProperties);
    const client = clientFor(server.url, { connections: 1 });
    const stop = new AbortController();
    const first = failureOf(
      client.getProperties({}, { signal: stop.signal, timeoutMs: 60_000, deadlineMs: 60_000 }),
    );
    await expect.poll(() => server.requests.length, { timeout: 10_000 }).toBe(1);
    const second = await failureOf(client.getProperties({}, { timeoutMs: 50 }));
    expect([second.code, second.outcome]).toEqual(['timeout', 'not_sent']);
    stop.abort();
    expect((await first).outcome).toBe('unknown');
    await expect(client.getProperties()).resolves.toEqual([]);
    expect(server.requests).toHaveLength(2);
  });

  it('waits for a connection no longer than it was told, and keeps one no longer than that', async () => {
    // It takes the connection, and says nothing that would make it a secure one.
    const silent = await listen(() => {});
    const transport = undiciHttp({ connectTimeoutMs: 100 });
    onTestFinished(() => transport.close());
    const request = {
      url: `https://127.0.0.1:${silent}/x`,
      headers: {},
      body: '{}',
      timeoutMs: 60_000,
      maxBodyBytes: 1,
      signal: undefined,
    };
    await expect(transport.send(request)).rejects.toMatchObject({
      cause: { code: 'UND_ERR_CONNECT_TIMEOUT' },
    });

    const connectionsWith = async (options: UndiciHttpOptions) => {
      let connections = 0;
      const body = JSON.stringify({ response: { code: 200, result: {} } });
      const answer = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
      const port = await listen((socket) => {
        connections += 1;
        socket.on('data', () => socket.write(answer));
      });
      const client = clientFor(`http://127.0.0.1:${port}`, options);
      await client.getProperties();
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      await client.getProperties();
      return connections;
    };
    expect(
      await Promise.all([
        connectionsWith({ keepAliveTimeoutMs: 1 }),
        connectionsWith({ keepAliveTimeoutMs: 60_000 }),
      ]),
    ).toEqual([2, 1]);
  });

  it('knows that a lead was not sent when no connection comes about', async () => {
    const plain = await listen((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 No\r\n\r\n')));
    const refusing = await listen((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n')),
    );
    for (const client of [
      clientFor(`https://127.0.0.1:${plain}`),
      clientFor('http://127.0.0.1:9', { proxy: `http://user:pass@127.0.0.1:${refusing}` }),
    ]) {
      expect(await failureOf(client.sendLead(lead))).toMatchObject({ code: 'network', outcome: 'not_sent' });
    }
  });

  it('does not know whether a lead was taken once a byte of it may be out', async () => {
    let connections = 0;
    const endings: ((socket: Socket) => void)[] = [
      (socket) => socket.resetAndDestroy(),
      (socket) => socket.end('no HTTP at all\r\n\r\n'),
      (socket) => socket.end(),
      (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc'),
    ];
    for (const ending of endings) {
      connections = 0;
      const port = await listen((socket) => {
        connections += 1;
        socket.once('data', () => ending(socket));
      });
      const comment = 'x'.repeat(2_000_000);
      const entrata = createEntrata({ ...loopback(`http://127.0.0.1:${port}`), retry: { baseDelayMs: 0 } });
      onTestFinished(() => entrata.close());
      const client = entrata.client({ subdomain: 'demo', auth: bearer('t') });
      const error = await failureOf(client.sendLead({ ...lead, comment }));
      expect([error.code, error.outcome, connections]).toEqual(['network', 'unknown', 1]);
    }
  });

  it('does not wait for a body that is announced as too long', async () => {
    const server = await start((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '200000000' });
      response.flushHeaders();
    });
    const client = clientFor(server.url);
    const error = await failureOf(client.getProperties({}, { timeoutMs: 20_000 }));
    expect(error).toMatchObject({ code: 'bad_response', outcome: 'unknown' });
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
});
