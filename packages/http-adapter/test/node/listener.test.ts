import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { readBody } from '../../src/http/fields.js';
import type { AdapterRequest } from '../../src/http/request-response.js';
import { type RunningServer, startServer } from '../../src/node/index.js';
import { appOf, signalOf } from './support/app-of.js';

const running: RunningServer[] = [];
async function serve(answer: (request: AdapterRequest) => Promise<unknown>): Promise<RunningServer> {
  const server = await startServer(appOf(answer), { drainMs: 60_000 });
  running.push(server);
  return server;
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

/** Writes bytes and collects what comes back until the connection ends. */
function exchangeBytes(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => {});
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    socket.setTimeout(5_000, () => socket.destroy());
  });
}

describe('The listener', () => {
  test('answers 413 to a body beyond its limit, announced or not, and goes on serving', async () => {
    const server = await serve(async (request) => ({ size: Object.keys(await readBody(request)).length }));
    const headers = { 'content-type': 'application/json' };
    const tooLarge = JSON.stringify({ text: 'x'.repeat(70_000) });
    const announced = await fetch(`${server.url}/ours`, { method: 'POST', headers, body: tooLarge });
    expect(announced.status).toBe(413);
    const streamed = new ReadableStream({
      start(controller) {
        for (let chunk = 0; chunk < 8; chunk++)
          controller.enqueue(new TextEncoder().encode('x'.repeat(10_000)));
        controller.close();
      },
    });
    const unannounced = await fetch(`${server.url}/ours`, {
      method: 'POST',
      headers,
      body: streamed,
      duplex: 'half',
    } as RequestInit);
    expect(unannounced.status).toBe(413);
    const fine = await fetch(`${server.url}/ours`, { method: 'POST', headers, body: '{"a":1}' });
    expect([fine.status, await fine.json()]).toEqual([200, { size: 1 }]);
  });

  test('is not brought down by anything a client sends', async () => {
    const server = await serve(async (request) => ({ query: request.rawQuery }));
    const hostile = [
      'NONSENSE\r\n\r\n',
      '\u0000\u0001\u0002\r\n\r\n',
      'GET /ours HTTP/1.1\r\n\r\n',
      'GET /ours?\u00e9 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
      'GET http://127.0.0.1/ours HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
      'GET //ours/../../etc/passwd HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
      'GET /ours?%E0%A4%A HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
      `GET /ours?${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
      `GET /ours HTTP/1.1\r\nhost: x\r\n${'h: v\r\n'.repeat(3_000)}\r\n`,
      'POST /ours HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      'POST /ours HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n',
      'GET /ours HTTP/1.1\r\nhost: x\r\nx-a: b\r\n c\r\nconnection: close\r\n\r\n',
    ];
    for (const bytes of hostile) await exchangeBytes(server.port, Buffer.from(bytes, 'latin1'));
    const alive = await fetch(`${server.url}/ours?still=here`);
    expect(await alive.json()).toEqual({ query: 'still=here' });
  });

  test('tells a handler that its peer went away', async () => {
    const [begun, reason] = [signalOf<void>(), signalOf<unknown>()];
    const server = await serve(async ({ signal }) => {
      begun.give();
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      reason.give(signal.reason);
    });
    const leaving = new AbortController();
    const gone = fetch(`${server.url}/ours`, { signal: leaving.signal }).catch(() => 'gone');
    await begun.given;
    leaving.abort();
    expect(await gone).toBe('gone');
    expect(await reason.given).toBeInstanceOf(Error);
  });

  test('does not tell so of a request that was answered, even when the peer leaves then', async () => {
    const signals: AbortSignal[] = [];
    const server = await serve(async ({ signal }) => {
      signals.push(signal);
    });
    await exchangeBytes(server.port, 'GET /ours HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    await running.pop()?.stop();
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });

  test('lets running requests finish when it stops, and takes no new ones', async () => {
    const [begun, mayEnd] = [signalOf<void>(), signalOf<void>()];
    const server = await serve(async () => {
      begun.give();
      await mayEnd.given;
      return { finished: true };
    });
    const slow = fetch(`${server.url}/ours`);
    await begun.given;
    const stopped = server.stop();
    running.pop();
    await expect(fetch(`${server.url}/ours`)).rejects.toThrow();
    mayEnd.give();
    expect(await (await slow).json()).toEqual({ finished: true });
    await stopped;
  });

  test('cuts off what does not finish in time', async () => {
    const begun = signalOf<void>();
    const server = await startServer(
      appOf(() => {
        begun.give();
        return new Promise(() => {});
      }),
      { drainMs: 200 },
    );
    const stuck = fetch(`${server.url}/ours`).catch(() => 'cut off');
    await begun.given;
    await server.stop();
    expect(await stuck).toBe('cut off');
  });

  test('does not wait, when it stops, for connections on which nothing was asked', async () => {
    const server = await serve(async () => ({}));
    const silent = connect(server.port, '127.0.0.1');
    await new Promise((resolve) => silent.once('connect', resolve));
    const idle = await fetch(`${server.url}/ours`);
    await idle.text();
    const closed = new Promise((resolve) => silent.once('close', resolve));
    const cutOff = new Promise((resolve) => setTimeout(resolve, 10_000, 'waited'));
    running.pop();
    const stopped = server.stop().then(() => 'stopped');
    expect(await Promise.race([stopped, cutOff])).toBe('stopped');
    await closed;
  });

  test('rejects when the port is taken', async () => {
    const server = await serve(async () => ({}));
    await expect(
      startServer(
        appOf(async () => ({})),
        { port: server.port },
      ),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('does not wait for ever for a client that sends slowly', async () => {
    const server = await startServer(
      appOf(async (request) => readBody(request)),
      { headersTimeoutMs: 200, requestTimeoutMs: 400 },
    );
    running.push(server);
    const [headers, body] = await Promise.all([
      exchangeBytes(server.port, 'GET /ours HTTP/1.1\r\nhost: x\r\n'),
      exchangeBytes(server.port, 'POST /ours HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nab'),
    ]);
    expect(headers).toMatch(/^HTTP\/1.1 408 /);
    expect(body).toMatch(/^HTTP\/1.1 408 /);
    expect((await fetch(`${server.url}/ours`)).status).toBe(200);
  });
});
