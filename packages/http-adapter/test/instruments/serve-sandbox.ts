import { createEntrata, type EntrataOptions } from 'entrata-sdk';
import { FakeEntrata } from 'entrata-sdk/testing';
import { createMemoryStore } from 'entrata-store';
import {
  type AdapterResponse,
  type App,
  type AppOptions,
  acceptUnverified,
  apiApproval,
  createApp,
} from '../../src/index.js';

export interface ServedSandbox {
  readonly app: App;
  readonly sandbox: FakeEntrata;
  /** Sends a webhook with a code, without a socket; resolves when what follows it is done. */
  activate(): Promise<void>;
  get(path: string, method?: string): Promise<number>;
  answer(path: string): Promise<AdapterResponse>;
  stop(): Promise<void>;
}

/** An app over a memory store and a sandbox, with the instruments of a test. */
export async function serveSandbox(
  instruments: AppOptions['instruments'] = [],
  onEvent?: EntrataOptions['onEvent'],
  /** Replaces parts of the app's options. */
  more: Partial<AppOptions> = {},
): Promise<ServedSandbox> {
  const sandbox = new FakeEntrata();
  const server = await sandbox.listen();
  const entrata = createEntrata({
    oauth: sandbox.oauth,
    ...server.options,
    retry: { baseDelayMs: 1 },
    ...(onEvent === undefined ? {} : { onEvent }),
  });
  const store = createMemoryStore();
  const app = createApp({
    entrata,
    store,
    webhook: { verify: acceptUnverified(), approval: apiApproval() },
    authenticate: async () => undefined,
    instruments,
    ...more,
  });
  app.start();
  const answer = (path: string, rawQuery = '', method = 'GET') =>
    app.handle({
      method,
      path,
      rawQuery,
      headers: {},
      remoteAddress: '127.0.0.1',
      signal: new AbortController().signal,
      body: async () => new Uint8Array(),
    });
  const send = async (path: string, rawQuery = '', method = 'GET') =>
    (await answer(path, rawQuery, method)).status;
  return {
    app,
    sandbox,
    async activate() {
      const [company] = sandbox.companies;
      const propertyId = company?.properties[0]?.id ?? '';
      const query = sandbox.webhookQuery({
        requestType: 'ACTIVATION',
        subdomain: company?.subdomain ?? '',
        propertyId,
      });
      const status = await send('/webhooks/entrata', query);
      if (status !== 200) throw new Error(`the webhook was answered ${status}`);
      await app.idle();
    },
    get: (path, method) => send(path, '', method),
    answer: (path) => answer(path),
    async stop() {
      await app.stop();
      await entrata.close();
      await server.close();
      await store.close();
    },
  };
}
