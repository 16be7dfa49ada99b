import { apiApproval, createApp, jwtAuthenticator, type Notification, urlSecret } from 'entrata-http-adapter';
import { type RunningServer, startServer } from 'entrata-http-adapter/node';
import { createEntrata, type Entrata, type EntrataOptions } from 'entrata-sdk';
import { aesGcmCipher, type Store } from 'entrata-store';
import { createKnexStore, migrate } from 'entrata-store/knex';
import { pino } from 'pino';
import type { ServerConfig } from './config.js';
import { listenOrPickAnother } from './listen-or-pick-another.js';
import { notificationWebhook } from './notification-webhook.js';
import { openDatabase } from './open-database.js';
import { RecentCalls } from './recent-calls.js';
import { type PageOptions, servePage } from './serve-page.js';

export interface ExampleServer {
  readonly url: string;
  /** What to register at Entrata. It holds the webhook secret. */
  readonly webhookUrl: string;
  readonly store: Store;
  /** Calls that are not sent, since no profile names them. */
  readonly missingIlsCalls: readonly string[];
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly onNotification?: (notification: Notification) => void;
  /** What your contract says of the wire, or a sandbox; default Entrata itself, and nothing that is not public. */
  readonly entrata?: Pick<EntrataOptions, 'wire' | 'allowInsecureLoopback'>;
  /**
   * Serves the page, whose log-in asks nobody for a password: for development only, so another port will do when
   * the wanted one is taken.
   */
  readonly page?: PageOptions;
}

/** Opens the database, wires SDK, store and adapter, and serves them. */
export async function serve(config: ServerConfig, options: ServeOptions = {}): Promise<ExampleServer> {
  // Before the database is opened, whose connections would keep a process alive that has nothing to do.
  const calls = new RecentCalls();
  const entrata = createEntrata({
    oauth: { clientId: config.ENTRATA_CLIENT_ID, clientSecret: config.ENTRATA_CLIENT_SECRET },
    ...options.entrata,
    ...(options.page === undefined ? {} : { onEvent: calls.onEvent }),
  });
  checkIds(config, entrata);
  const database = openDatabase(config);
  try {
    await migrate(database);
  } catch (error) {
    // Its idle connections would keep a process alive that has nothing to do.
    await database.destroy();
    throw error;
  }
  const key = Buffer.from(config.ENCRYPTION_KEY, 'base64');
  const cipher = aesGcmCipher({
    keys: { [config.ENCRYPTION_KEY_ID]: key },
    activeKeyId: config.ENCRYPTION_KEY_ID,
  });
  const logger = pino({ level: config.LOG_LEVEL });
  const store = createKnexStore({
    knex: database,
    cipher,
    destroyOnClose: true,
    onUnreadable: (value) => logger.warn(value, 'a stored value cannot be read'),
  });
  const { onNotification } = options;
  const post =
    config.NOTIFICATION_URL === undefined ? undefined : notificationWebhook(config.NOTIFICATION_URL);
  const app = createApp({
    entrata,
    store,
    webhook: { verify: urlSecret(config.WEBHOOK_SECRET), approval: apiApproval() },
    authenticate: jwtAuthenticator({ secret: config.JWT_SECRET, store }),
    lead: {
      ...(config.LEAD_SOURCE_ID === undefined ? {} : { source: { id: config.LEAD_SOURCE_ID } }),
      ...(config.CANCEL_RESULT_ID === undefined ? {} : { cancelResultId: config.CANCEL_RESULT_ID }),
    },
    onNotification: async (notification, signal) => {
      onNotification?.(notification);
      await post?.(notification, signal);
    },
    logger,
  });
  let webhookUrl = '';
  const fallback =
    options.page && servePage(options.page, store, config, { calls, webhookUrl: () => webhookUrl });
  const listen = (port: number) =>
    startServer(app, { port, host: config.HOST, ...(fallback === undefined ? {} : { fallback }) });
  const close = async () => {
    await entrata.close();
    await store.close();
  };
  let server: RunningServer;
  try {
    server = await (options.page === undefined
      ? listen(config.PORT)
      : listenOrPickAnother(listen, config.PORT));
  } catch (error) {
    await close();
    throw error;
  }
  webhookUrl = `${config.PUBLIC_URL?.replace(/\/$/, '') ?? server.url}/webhooks/entrata/${config.WEBHOOK_SECRET}`;
  return {
    url: server.url,
    webhookUrl,
    store,
    missingIlsCalls: entrata.missingIlsCalls,
    async stop() {
      await server.stop();
      await close();
    },
  };
}

/** What form ids have, the wire profile says. */
function checkIds(config: ServerConfig, entrata: Entrata): void {
  for (const name of ['LEAD_SOURCE_ID', 'CANCEL_RESULT_ID'] as const) {
    const id = config[name];
    if (id === undefined || entrata.webhooks.isId(id)) continue;
    throw new Error(`${name} must be an id of Entrata: 1 to 18 digits, unless ENTRATA_WIRE says otherwise.`);
  }
}
