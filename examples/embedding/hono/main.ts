import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { apiApproval, createApp, jwtAuthenticator, urlSecret } from 'entrata-http-adapter';
import { toFetchHandler } from 'entrata-http-adapter/fetch';
import { createEntrata } from 'entrata-sdk';
import { FakeEntrata } from 'entrata-sdk/testing';
import { createMemoryStore } from 'entrata-store';
import { Hono } from 'hono';
import { playOnce } from '../play-once.js';

const [webhookSecret, jwtSecret] = ['a-secret-in-the-webhook-url', 'a-secret-that-signs-tokens'];
const sandbox = new FakeEntrata();
const sandboxServer = await sandbox.listen();

const entrata = createEntrata({ oauth: sandbox.oauth, ...sandboxServer.options });
const store = createMemoryStore();
const app = createApp({
  entrata,
  store,
  webhook: { verify: urlSecret(webhookSecret), approval: apiApproval() },
  authenticate: jwtAuthenticator({ secret: jwtSecret, store }),
});
app.start();

const web = new Hono();
const handle = toFetchHandler(app);
web.use(async (context, next) => {
  if (!app.owns(new URL(context.req.url).pathname)) return next();
  return handle(context.req.raw, { remoteAddress: getConnInfo(context).remote.address });
});
web.get('/about', (context) => context.text('a page of your own'));
const server = serve({ fetch: web.fetch, port: 0, hostname: '127.0.0.1' });
await new Promise((resolve) => server.once('listening', resolve));
const address = server.address();
const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;

await playOnce({ sandbox, store, url, webhookSecret, jwtSecret });
console.log(`own page: ${await (await fetch(`${url}/about`)).text()}`);
console.log(`other paths: ${(await fetch(`${url}/nowhere`)).status}`);

// To stop: the listener accepts nothing new, what runs comes to its end, and what it used is closed.
const closed = new Promise((resolve) => server.close(resolve));
await app.stop();
await closed;
await entrata.close();
await store.close();
await sandboxServer.close();
