import { createEntrata, type Entrata } from 'entrata-sdk';
import {
  FakeEntrata,
  type FakeEntrataOptions,
  type SandboxServer,
  type WebhookToSend,
} from 'entrata-sdk/testing';
import type { Store } from 'entrata-store';
import { aesGcmCipher } from 'entrata-store';
import { createKnexStore, type KnexStoreOptions, migrate } from 'entrata-store/knex';
import type { Knex } from 'knex';
import type { OpenDatabase } from '../../../entrata-store/test/support/databases.js';
import type { Notification } from '../../src/core/notifications.js';
import { type App, type AppOptions, apiApproval, createApp, urlSecret } from '../../src/index.js';
import { type RunningServer, startServer } from '../../src/node/index.js';
import { recordingLogger } from './recording-logger.js';

export const webhookSecret = 'correct-horse-battery-staple';
const cipher = aesGcmCipher({ keys: { test: '42'.repeat(32) }, activeKeyId: 'test' });

export interface WebhookResult {
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly status: string;
  readonly logId: string;
  readonly field: string | undefined;
  readonly code: string | undefined;
}

/** A store on a test's database, a sandbox Entrata, and the app served over a socket. */
export interface Rig {
  readonly store: Store;
  readonly entrata: Entrata;
  readonly sandbox: FakeEntrata;
  readonly app: App;
  readonly url: string;
  readonly webhookUrl: string;
  readonly logger: ReturnType<typeof recordingLogger>;
  readonly notifications: readonly Notification[];
  /** How each webhook that the rig sent was answered. */
  readonly answers: readonly WebhookResult[];
  /** Sends a webhook as Entrata does. */
  send(webhook: WebhookToSend): Promise<WebhookResult>;
  /** Sends a query of the test's own, byte for byte. */
  sendQuery(query: string, path?: string, headers?: Record<string, string>): Promise<WebhookResult>;
  /** Resolves when no task is due or running. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export type RigOptions = RigParts &
  (
    | { readonly database: OpenDatabase }
    /** A store that outlives the rig. */
    | { readonly store: Store }
  );

export interface RigParts {
  readonly sandbox?: FakeEntrataOptions;
  /** Replaces parts of the app's options. */
  readonly app?: Partial<AppOptions>;
  readonly webhook?: Partial<AppOptions['webhook']>;
  /** Leaves the workers asleep: the app only answers. */
  readonly withoutWorkers?: boolean;
}

export async function openStore(database: OpenDatabase): Promise<Store> {
  const knex = database.connect();
  await migrate(knex);
  return storeOn(knex);
}

/** A store that owns its Knex instance, on tables that exist. */
export function storeOn(knex: Knex, options: Pick<KnexStoreOptions, 'now' | 'clockOffsetMs'> = {}): Store {
  return createKnexStore({ knex, cipher, destroyOnClose: true, ...options });
}

export async function startRig(options: RigOptions): Promise<Rig> {
  const isShared = 'store' in options;
  const store = isShared ? options.store : await openStore(options.database);
  const sandbox = new FakeEntrata(options.sandbox);
  const sandboxServer: SandboxServer = await sandbox.listen();
  // What is asked again is asked soon: how long the SDK waits is shown by its own tests.
  const entrata = createEntrata({
    oauth: sandbox.oauth,
    ...sandboxServer.options,
    retry: { baseDelayMs: 10 },
  });
  const logger = recordingLogger();
  const notifications: Notification[] = [];
  const answers: WebhookResult[] = [];
  const keep = (answer: WebhookResult) => {
    answers.push(answer);
    return answer;
  };
  const app = createApp({
    entrata,
    authenticate: async (request) =>
      request.headers['x-test-role'] === 'admin' ? { role: 'admin', userId: 'test-admin' } : undefined,
    onNotification: async (notification) => {
      notifications.push(notification);
    },
    logger,
    ...options.app,
    store,
    webhook: {
      verify: urlSecret(webhookSecret),
      approval: apiApproval(),
      // Beyond what a busy machine takes: the tests of these bounds set their own.
      deadlineMs: 60_000,
      logTimeoutMs: 30_000,
      ...options.webhook,
    },
  });
  const server: RunningServer = await startServer(app, { startWorkers: options.withoutWorkers !== true });
  const webhookUrl = `${server.url}/webhooks/entrata/${webhookSecret}`;
  return {
    store,
    entrata,
    sandbox,
    app,
    url: server.url,
    webhookUrl,
    logger,
    notifications,
    answers,
    async send(webhook) {
      const { status, headers, body } = await sandbox.sendWebhook(webhookUrl, webhook);
      return keep(readResult(status, headers, body));
    },
    async sendQuery(query, path = new URL(webhookUrl).pathname, headers = {}) {
      const response = await fetch(`${server.url}${path}?${query}`, { headers });
      return keep(readResult(response.status, Object.fromEntries(response.headers), await response.text()));
    },
    settled: () => app.idle(),
    async stop() {
      await server.stop();
      await entrata.close();
      await sandboxServer.close();
      if (!isShared) await store.close();
    },
  };
}

function readResult(httpStatus: number, headers: Record<string, string>, text: string): WebhookResult {
  const body: Record<string, string | undefined> = text.startsWith('{') ? JSON.parse(text) : {};
  const { status = '', logId = '', field, code } = body;
  return { httpStatus, headers, text, status, logId, field, code };
}
