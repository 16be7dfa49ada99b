import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeEntrata, type FakeEntrataOptions } from 'entrata-sdk/testing';
import { readConfig } from '../../../server/config.js';
import { seedPeople } from '../../../server/seed-people.js';
import { type ExampleServer, type ServeOptions, serve } from '../../../server/serve.js';

/** A sandbox Entrata and the example server with its page, on a database of their own. */
export interface Site {
  readonly sandbox: FakeEntrata;
  readonly server: ExampleServer;
  readonly url: string;
  /** Connects a company with all its properties, and waits until they are houses. */
  connect(subdomain: string): Promise<void>;
  stop(): Promise<void>;
}

export interface SiteOptions extends FakeEntrataOptions {
  readonly onNotification?: ServeOptions['onNotification'];
  /** Where the server posts notifications. Default: nowhere. */
  readonly notificationUrl?: string;
  /** Whether the page may control the sandbox. Default true. */
  readonly isSandboxShown?: boolean;
}

export async function startSite({
  onNotification,
  notificationUrl,
  isSandboxShown = true,
  ...options
}: SiteOptions = {}): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'entrata-page-'));
  const sandbox = new FakeEntrata(options);
  const entrata = await sandbox.listen();
  const config = readConfig({
    PORT: '0',
    DATABASE_FILE: join(folder, 'page.sqlite'),
    ENTRATA_CLIENT_ID: sandbox.oauth.clientId,
    ENTRATA_CLIENT_SECRET: sandbox.oauth.clientSecret,
    WEBHOOK_SECRET: 'webhook-secret-of-the-test',
    JWT_SECRET: 'token-secret-of-the-test',
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    // The sandbox's name for a cancelled appointment.
    CANCEL_RESULT_ID: '602',
    NOTIFICATION_URL: notificationUrl,
    LOG_LEVEL: 'silent',
  });
  const server = await serve(config, {
    entrata: entrata.options,
    ...(onNotification === undefined ? {} : { onNotification }),
    page: { imageOrigins: [entrata.url], ...(isSandboxShown ? { sandbox } : {}) },
  });
  await seedPeople(server.store);
  return {
    sandbox,
    server,
    url: server.url,
    async connect(subdomain) {
      const properties = sandbox.companies.find((each) => each.subdomain === subdomain)?.properties ?? [];
      for (const [index, { id }] of properties.entries()) {
        const answer = await sandbox.sendWebhook(server.webhookUrl, {
          requestType: 'ACTIVATION',
          subdomain,
          propertyId: id,
          withCode: index === 0,
        });
        if (answer.status !== 200) throw new Error(`the webhook was answered ${answer.status}`);
      }
      await housesOf(
        server,
        properties.map(({ id }) => id),
      );
    },
    async stop() {
      await server.stop();
      await entrata.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function housesOf({ store }: ExampleServer, propertyIds: readonly string[]): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const { items } = await store.houses.list({ status: 'active' }, { limit: 500 });
    if (propertyIds.every((id) => items.some(({ propertyId }) => propertyId === id))) return;
    if (Date.now() > deadline) throw new Error('the properties did not become houses');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
