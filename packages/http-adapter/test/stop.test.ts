import { createMemoryStore, secret } from 'entrata-store';
import { afterEach, describe, expect, test } from 'vitest';
import type { AdapterRequest } from '../src/http/request-response.js';
import type { App, AppOptions } from '../src/index.js';
import { type ServedSandbox, serveSandbox } from './instruments/serve-sandbox.js';
import { signalOf } from './node/support/app-of.js';
import { recordingLogger } from './support/recording-logger.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Busy extends ServedSandbox {
  readonly begun: Promise<void>;
  letGo(): void;
  readonly logger: ReturnType<typeof recordingLogger>;
}

/** An app one of whose requests, of `/api/houses`, hangs until the test lets go. */
async function busyApp(more: Partial<AppOptions> = {}): Promise<Busy> {
  const [begun, mayEnd] = [signalOf(), signalOf()];
  const logger = recordingLogger();
  const hanging: AppOptions['instruments'] = [
    {
      async request({ route }, answer) {
        if (route === '/api/houses') {
          begun.give();
          await mayEnd.given;
        }
        return answer();
      },
    },
  ];
  const served = await serveSandbox(hanging, undefined, { logger, ...more });
  closing.push(served.stop);
  return { ...served, begun: begun.given, letGo: () => mayEnd.give(), logger };
}

function ask(app: App, path: string, more: Partial<AdapterRequest> = {}) {
  return app.handle({
    method: 'GET',
    path,
    rawQuery: '',
    headers: {},
    remoteAddress: undefined,
    signal: new AbortController().signal,
    body: async () => new Uint8Array(),
    ...more,
  });
}

describe('stop', () => {
  test('waits for the requests in flight, however often it is called', async () => {
    const { app, begun, letGo } = await busyApp();
    const slow = ask(app, '/api/houses');
    await begun;
    const ended: string[] = [];
    const stops = ['first', 'second'].map((name) => app.stop().then(() => ended.push(name)));
    await ask(app, '/healthz');
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toEqual([]);
    letGo();
    const { status, headers } = await slow;
    expect([status, headers.connection]).toEqual([200, 'close']);
    await Promise.all(stops);
    expect(ended).toHaveLength(2);
    await app.stop();
  });

  test('answers new requests 503 meanwhile and afterwards, and does nothing about them', async () => {
    const store = createMemoryStore();
    const { app, sandbox, begun, letGo } = await busyApp({ store });
    const slow = ask(app, '/api/houses');
    await begun;
    const stopping = app.stop();
    const [company] = sandbox.companies;
    const rawQuery = sandbox.webhookQuery({
      requestType: 'ACTIVATION',
      subdomain: company?.subdomain ?? '',
      propertyId: company?.properties[0]?.id ?? '',
    });
    const expectRefused = async () => {
      for (const path of ['/webhooks/entrata', '/api/viewings', '/readyz', '/openapi.json']) {
        const { status, headers, body } = await ask(app, path, { rawQuery });
        const { connection, 'retry-after': retryAfter } = headers;
        expect([path, status, connection, retryAfter]).toEqual([path, 503, 'close', '5']);
        expect(String(body)).toContain('unavailable');
      }
      expect((await ask(app, '/healthz')).status).toBe(200);
    };
    await expectRefused();
    letGo();
    await Promise.all([slow, stopping]);
    await expectRefused();
    expect((await store.webhooks.list()).items).toEqual([]);
    expect((await store.clients.list()).items).toEqual([]);
  });

  test('is over after its bound, and says what it left', async () => {
    const { app, begun, letGo, logger } = await busyApp();
    const slow = ask(app, '/api/houses');
    await begun;
    await app.stop({ drainMs: 50 });
    expect(logger.lines.filter(({ level }) => level === 'warn')).toEqual([
      { level: 'warn', fields: { requests: 1 }, message: 'stopped before these requests had ended' },
    ]);
    letGo();
    expect((await slow).status).toBe(200);
  });

  test('ends the sweep under way before it returns, so that the store may be closed', async () => {
    const [begun, mayEnd] = [signalOf(), signalOf()];
    const store = createMemoryStore();
    const slowStore = {
      ...store,
      viewings: {
        ...store.viewings,
        async unfinished(...args: Parameters<typeof store.viewings.unfinished>) {
          begun.give();
          await mayEnd.given;
          return store.viewings.unfinished(...args);
        },
      },
    };
    const { app } = await busyApp({ store: slowStore });
    await begun.given;
    let isOver = false;
    const stopping = app.stop().then(() => {
      isOver = true;
    });
    await ask(app, '/healthz');
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(false);
    mayEnd.give();
    await stopping;
  });
});

describe('start', () => {
  test('makes a stopped app answer and work again', async () => {
    const { app, activate } = await busyApp();
    await app.stop();
    app.start();
    expect((await ask(app, '/readyz')).status).toBe(200);
    await activate();
  });

  test('is refused while a stop is under way', async () => {
    const { app, begun, letGo } = await busyApp();
    const slow = ask(app, '/api/houses');
    await begun;
    const stopping = app.stop();
    expect(() => app.start()).toThrow('app.stop() had ended');
    letGo();
    await Promise.all([slow, stopping]);
  });
});

test('a sweep that fails keeps no other from its turn', async () => {
  const asked: string[] = [];
  const store = createMemoryStore();
  await store.clients.connect({
    cid: '1',
    subdomain: 'demo',
    companyName: 'Demo',
    token: { accessToken: secret('token'), expiresAt: undefined },
    agent: { name: 'Agent' },
  });
  const brokenStore = {
    ...store,
    properties: {
      ...store.properties,
      async unreconciled(): Promise<never> {
        asked.push('properties');
        throw new Error('broken');
      },
    },
    viewings: {
      ...store.viewings,
      async unfinished() {
        asked.push('viewings');
        return { items: [], next: undefined };
      },
    },
  };
  const { app, logger } = await busyApp({ store: brokenStore, refreshHousesEveryMs: 3_600_000 });
  await expect.poll(() => asked).toEqual(['properties', 'viewings']);
  await app.stop();
  expect((await store.tasks.list({ kind: 'refresh' })).items).toHaveLength(1);
  expect(logger.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
});
