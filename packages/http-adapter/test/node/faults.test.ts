import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toFetchHandler } from '../../src/fetch/index.js';
import { type AppOptions, answerApproval, type Logger } from '../../src/index.js';
import { startServer, toNodeListener } from '../../src/node/index.js';
import { type ServedSandbox, serveSandbox } from '../instruments/serve-sandbox.js';
import { type LogLine, recordingLogger } from '../support/recording-logger.js';
import { getBytes, sendBytes, statusesOf } from '../support/send-bytes.js';

const closing: (() => Promise<unknown>)[] = [];
const uncaught: unknown[] = [];
const keep = (error: unknown) => uncaught.push(error);
const keepWarning = (warning: Error) => warnings.push(warning.message);
const warnings: string[] = [];

beforeEach(() => {
  uncaught.length = 0;
  warnings.length = 0;
  process.on('uncaughtException', keep);
  process.on('unhandledRejection', keep);
  process.on('warning', keepWarning);
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  // Both are reported at the end of a turn of the event loop.
  await new Promise((resolve) => setImmediate(resolve));
  process.off('uncaughtException', keep);
  process.off('unhandledRejection', keep);
  process.off('warning', keepWarning);
  expect(uncaught).toEqual([]);
});

async function sandboxWith(more: Partial<AppOptions> = {}): Promise<ServedSandbox & { lines: LogLine[] }> {
  const lines: LogLine[] = [];
  const served = await serveSandbox(more.instruments ?? [], undefined, {
    logger: recordingLogger(lines),
    ...more,
  });
  closing.push(served.stop);
  return { ...served, lines };
}

const messagesOf = (lines: readonly LogLine[], ...levels: LogLine['level'][]) =>
  lines.filter(({ level }) => levels.includes(level)).map(({ message }) => message);

describe('A fallback', () => {
  const failing: [
    string,
    (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
    number[],
  ][] = [
    [
      'that throws',
      () => {
        throw new Error('at once');
      },
      [500],
    ],
    ['whose promise rejects', () => Promise.reject(new Error('later')), [500]],
    [
      'that throws after it answered',
      (_, response) => {
        response.end('answered');
        throw new Error('too late');
      },
      [200],
    ],
    [
      'that throws in the middle of its answer',
      (_, response) => {
        response.writeHead(200).write('half');
        throw new Error('in between');
      },
      [200],
    ],
    [
      'that answers twice',
      (_, response) => {
        response.end('once');
        response.write('twice');
      },
      [200],
    ],
    ['that destroys the response', (_, response) => void response.destroy(new Error('gone')), []],
    ['that destroys the request', (request) => void request.destroy(new Error('gone')), []],
  ];

  test.each(failing)('%s ends nothing but its own request', async (_, fallback, statuses) => {
    const { app, lines } = await sandboxWith();
    const server = await startServer(app, { fallback });
    closing.unshift(server.stop);
    expect(statusesOf(await getBytes(server.url, '/own'))).toEqual(statuses);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    const isLogged = statuses[0] === 500 || fallback.toString().includes('throw');
    expect(messagesOf(lines, 'error')).toEqual(isLogged ? ['request failed'] : []);
  });
});

test('a next() that fails below node:http is answered 500', async () => {
  const { app } = await sandboxWith();
  const listener = toNodeListener(app);
  const server = createServer((request, response) =>
    listener(request, response, () => {
      throw new Error('at once');
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(statusesOf(await getBytes(url, '/own'))).toEqual([500]);
});

test('no target of a request does harm', async () => {
  const { app } = await sandboxWith();
  const seen: string[] = [];
  const server = await startServer(app, {
    fallback: (request, response) => {
      seen.push(request.url ?? '');
      response.writeHead(404).end();
    },
  });
  closing.unshift(server.stop);
  const targets = [
    '//',
    '///',
    '//[',
    '/%',
    '/%2',
    '/api/houses/%E0%A4%A',
    '/api/houses/%00',
    '/?',
    '?',
    '*',
    'http://',
  ];
  const answers = await Promise.all(
    targets.map(async (target) => [target, statusesOf(await getBytes(server.url, target))] as const),
  );
  // What makes no sense as HTTP is 400; nothing is 500.
  for (const [target, statuses] of answers)
    expect([target, statuses[0]]).toEqual([target, expect.toBeOneOf([400, 404])]);
  expect(seen).toContain('//');
  expect(statusesOf(await getBytes(server.url, `${server.url}/healthz`))).toEqual([404]);
  for (const target of targets) expect(app.owns(target)).toBe(target === '/api/houses/%00');
});

describe('An answer that HTTP has no form for is a 500', () => {
  test.each([
    [{ status: 42, body: '' }],
    [{ contentType: 'text/plain\r\nx-injected: 1', body: '' }],
    [{ contentType: '\u0000', body: '' }],
  ])('%j', async (answer) => {
    const sandbox = await sandboxWith({
      webhook: { verify: () => 'verified', approval: answerApproval(() => answer) },
    });
    const [company] = sandbox.sandbox.companies;
    const query = () =>
      sandbox.sandbox.webhookQuery({
        requestType: 'ACTIVATION',
        subdomain: company?.subdomain ?? '',
        propertyId: company?.properties[0]?.id ?? '',
      });
    const server = await startServer(sandbox.app);
    closing.unshift(server.stop);
    expect((await fetch(`${server.url}/webhooks/entrata?${query()}`)).status).toBe(500);
    const handle = toFetchHandler(sandbox.app);
    const request = new Request(`https://app.example.test/webhooks/entrata?${query()}`);
    expect((await handle(request)).status).toBe(500);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});

describe('A callback of the options that fails harms its own work alone:', () => {
  const boom = () => {
    throw new Error('boom');
  };
  const rejecting = async () => boom();

  test.each<[string, AppOptions['authenticate']]>([
    ['throws', boom],
    ['rejects', rejecting],
    // What TypeScript forbids, JavaScript does.
    ['returns null', async () => null as never],
    ['returns nonsense', async () => 42 as never],
  ])('an authenticate that %s', async (_, authenticate) => {
    const { get } = await sandboxWith({ authenticate });
    expect(await get('/api/viewings')).toBeOneOf([401, 403, 500]);
    expect(await get('/api/houses')).toBe(200);
  });

  test.each<[string, () => string]>([
    ['throws', boom],
    ['makes no text', () => undefined as never],
    ['makes what no header takes', () => 'a\r\nb'],
    ['makes an endless text', () => 'x'.repeat(100_000)],
  ])('a newId that %s', async (_, newId) => {
    const { app, lines, activate } = await sandboxWith({ newId });
    const server = await startServer(app);
    closing.unshift(server.stop);
    const ids = new Set<string | null>();
    for (const path of ['/healthz', '/api/houses', '/nowhere']) {
      ids.add((await fetch(server.url + path)).headers.get('x-request-id'));
    }
    expect(ids.size).toBe(3);
    await activate();
    expect(messagesOf(lines, 'error')).toEqual(['newId failed: random ids are used where it does']);
  });

  test('a clock that throws', async () => {
    const { get } = await sandboxWith({ now: boom });
    expect(await get('/healthz')).toBe(200);
    expect(await get('/api/houses')).toBe(200);
  });

  const broken = (log: () => void): Logger => ({ debug: log, info: log, warn: log, error: log });
  test.each<[string, Logger]>([
    ['throws', broken(boom)],
    // An async function fits where nothing is to be returned.
    ['rejects', broken(rejecting)],
  ])('a logger that %s, which is reported once', async (_, logger) => {
    const { get, activate } = await sandboxWith({ logger });
    expect(await get('/healthz')).toBe(200);
    expect(await get('/api/viewings')).toBe(401);
    await activate();
    await new Promise((resolve) => setImmediate(resolve));
    const told = warnings.filter((message) => message.includes('the logger'));
    expect(told).toHaveLength(1);
  });

  test.each<[string, NonNullable<AppOptions['instruments']>[number]]>([
    ['throws', { request: boom, task: boom }],
    ['rejects', { request: rejecting, task: rejecting }],
    ['hands on nothing', { request: async () => undefined as never, task: async () => {} }],
    [
      'throws after the work',
      {
        request: async (_, answer) => {
          await answer();
          return boom();
        },
        task: async (_, work) => {
          await work();
          boom();
        },
      },
    ],
  ])('an instrument that %s', async (_, instrument) => {
    const { get, activate, lines } = await sandboxWith({ instruments: [instrument] });
    expect(await get('/healthz')).toBe(200);
    await activate();
    expect(messagesOf(lines, 'warn').length).toBeLessThanOrEqual(1);
    expect(messagesOf(lines, 'warn', 'error')).not.toContain('task failed');
  });
});

describe('A client that goes away in the middle of its body', () => {
  test('is no error of ours', async () => {
    const statuses: number[] = [];
    const { app, lines } = await sandboxWith({
      instruments: [
        {
          async request(_, answer) {
            const response = await answer();
            statuses.push(response.status);
            return response;
          },
        },
      ],
    });
    const server = await startServer(app);
    closing.unshift(server.stop);
    const start =
      'POST /api/viewings HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{';
    await sendBytes(server.url, start, { isHalfClosed: true });
    await expect.poll(() => statuses).toEqual([499]);
    expect(messagesOf(lines, 'error', 'warn')).toEqual([]);
  });

  test('is none where it comes as a Request either', async () => {
    const { app, lines } = await sandboxWith();
    const body = new ReadableStream({ pull: () => Promise.reject(new Error('reset')) });
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    const response = await toFetchHandler(app)(new Request('https://app.example.test/api/viewings', init));
    expect(response.status).toBe(499);
    expect(messagesOf(lines, 'error', 'warn')).toEqual([]);
  });
});
