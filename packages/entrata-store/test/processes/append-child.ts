import { createKnexStore } from '../../src/knex/knex-store.js';
import { sampleWebhook } from '../../src/testing/cases/samples.js';
import { connectTo } from '../support/connect-to.js';
import { testCipher } from '../support/subjects.js';
import type { ChildOptions } from './message.js';

/** Appends webhooks, 20 at a time, and names each once it was acknowledged; until it is killed. */
const { address } = JSON.parse(process.argv[2] ?? '{}') as ChildOptions;
const store = createKnexStore({ knex: connectTo(address), cipher: testCipher });

async function appendForEver(): Promise<void> {
  for (;;) {
    const webhook = sampleWebhook();
    await store.webhooks.append(webhook);
    process.stdout.write(`${webhook.logId}\n`);
  }
}
await Promise.all(Array.from({ length: 20 }, appendForEver));
