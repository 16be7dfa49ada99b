import { createMemoryStore } from 'entrata-store';
import { afterEach, expect, test } from 'vitest';
import type { AppOptions } from '../src/index.js';
import { serveSandbox } from './instruments/serve-sandbox.js';
import { recordingLogger } from './support/recording-logger.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(more: Partial<AppOptions>) {
  const logger = recordingLogger();
  const served = await serveSandbox([], undefined, { logger, ...more });
  closing.push(served.stop);
  const [company] = served.sandbox.companies;
  const send = async (index: number) => {
    const rawQuery = served.sandbox.webhookQuery({
      requestType: 'ACTIVATION',
      subdomain: company?.subdomain ?? '',
      propertyId: company?.properties[index]?.id ?? '',
    });
    const { status } = await served.app.handle({
      method: 'GET',
      path: '/webhooks/entrata',
      rawQuery,
      headers: {},
      remoteAddress: undefined,
      signal: new AbortController().signal,
      body: async () => new Uint8Array(),
    });
    expect(status).toBe(200);
  };
  return { ...served, logger, send };
}

test('a notification handler that never returns holds up nothing else', async () => {
  const store = createMemoryStore();
  let told = 0;
  const { app, send } = await serve({
    store,
    worker: { concurrency: 1 },
    onNotification: () => {
      told += 1;
      return new Promise(() => {});
    },
  });
  await send(0);
  await expect.poll(() => told).toBeGreaterThan(0);
  await send(1);
  const active = async () => (await store.houses.list({ status: 'active' })).items.length;
  await expect.poll(active).toBe(2);
  await app.stop({ drainMs: 0 });
});

test('a notification that takes too long is aborted, and comes again', async () => {
  const reasons: unknown[] = [];
  const { logger, send } = await serve({
    notificationTimeoutMs: 20,
    worker: { graceMs: 20 },
    onNotification: (_, signal) => {
      signal.addEventListener('abort', () => reasons.push(signal.reason));
      return reasons.length === 0 ? new Promise(() => {}) : Promise.resolve();
    },
  });
  await send(0);
  await expect.poll(() => reasons.length).toBeGreaterThan(0);
  await expect
    .poll(() =>
      logger.lines.filter(({ message }) => message === 'task failed').map(({ fields }) => fields.kind),
    )
    .toContain('notify');
});

test('a notification handler that always throws is given up at last, and stays for an administrator', async () => {
  let at = Date.parse('2026-11-23T16:00:00Z');
  const now = () => new Date(at);
  const store = createMemoryStore({ now });
  let tries = 0;
  const { app, logger, send } = await serve({
    store,
    now,
    onNotification: (notification) => {
      if (notification.type === 'client.connected') tries += 1;
      throw new Error('at once');
    },
  });
  await send(0);
  await app.idle();
  const dead = async () => (await store.tasks.list({ kind: 'notify', status: 'dead' })).items;
  for (let round = 0; round < 400 && (await dead()).length < 2; round += 1) {
    at += 11 * 60_000;
    await app.idle();
  }
  expect((await dead()).map(({ lastError }) => lastError)).toEqual(['Error', 'Error']);
  expect(tries).toBe(300);
  expect(logger.lines.filter(({ message }) => message === 'task dead')).toHaveLength(2);
  // What the notification was about is done all the same.
  expect((await store.houses.list({ status: 'active' })).items).toHaveLength(1);
});

test('a process without a handler leaves notifications to one that has one, which delivers them all', async () => {
  const store = createMemoryStore();
  const silent = await serve({ store });
  await silent.send(0);
  await silent.app.idle();
  const waiting = (await store.tasks.list({ kind: 'notify' })).items;
  expect(waiting.map(({ status, attempts }) => [status, attempts])).toEqual([
    ['waiting', 0],
    ['waiting', 0],
  ]);
  expect(silent.logger.lines.filter(({ message }) => message.includes('onNotification'))).toHaveLength(1);
  const told: string[] = [];
  const { app } = await serve({
    store,
    onNotification: async ({ type }) => {
      told.push(type);
    },
  });
  await app.idle();
  expect(told.sort()).toEqual(['client.connected', 'property.activated']);
});

test('where no process has a handler, a notification is deleted after a day', async () => {
  let at = Date.parse('2026-11-23T16:00:00Z');
  const now = () => new Date(at);
  const store = createMemoryStore({ now });
  const { app, send } = await serve({ store, now });
  await send(0);
  await app.idle();
  const left = async () => (await store.tasks.list({ kind: 'notify' })).items.length;
  at += 23 * 3_600_000;
  await app.idle();
  expect(await left()).toBe(2);
  at += 2 * 3_600_000;
  await app.idle();
  expect(await left()).toBe(0);
});
