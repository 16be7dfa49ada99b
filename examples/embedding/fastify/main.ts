import { apiApproval, createApp, jwtAuthenticator, urlSecret } from 'entrata-http-adapter';
import { parseTarget, toNodeListener } from 'entrata-http-adapter/node';
import { createEntrata } from 'entrata-sdk';
import { FakeEntrata } from 'entrata-sdk/testing';
import { createMemoryStore } from 'entrata-store';
import fastify from 'fastify';
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

const web = fastify();
const listener = toNodeListener(app);
// Before Fastify parses a body: the adapter reads its own, and the query as it came.
web.addHook('onRequest', (request, reply, next) => {
  if (!app.owns(parseTarget(request.raw.url ?? '/').path)) return next();
  reply.hijack();
  listener(request.raw, reply.raw);
});
web.get('/about', async () => 'a page of your own');
const url = await web.listen({ port: 0, host: '127.0.0.1' });

await playOnce({ sandbox, store, url, webhookSecret, jwtSecret });
console.log(`own page: ${await (await fetch(`${url}/about`)).text()}`);
console.log(`other paths: ${(await fetch(`${url}/nowhere`)).status}`);

// To stop: the listener accepts nothing new, what runs comes to its end, and what it used is closed.
const closed = web.close();
await app.stop();
await closed;
await entrata.close();
await store.close();
await sandboxServer.close();
