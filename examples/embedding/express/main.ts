import { apiApproval, createApp, jwtAuthenticator, urlSecret } from 'entrata-http-adapter';
import { toNodeListener } from 'entrata-http-adapter/node';
import { createEntrata } from 'entrata-sdk';
import { FakeEntrata } from 'entrata-sdk/testing';
import { createMemoryStore } from 'entrata-store';
import express from 'express';
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

const web = express();
web.use(express.json());
web.get('/about', (_, response) => void response.send('a page of your own'));
// Answers the adapter's paths and hands every other one on.
web.use(toNodeListener(app));
web.use((_, response) => void response.status(404).send('nothing here'));
const server = web.listen(0, '127.0.0.1');
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
