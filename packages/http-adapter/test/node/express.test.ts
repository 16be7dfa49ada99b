import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, expect, test } from 'vitest';
import { toNodeListener } from '../../src/node/index.js';
import { onEachDatabase } from '../support/on-each-database.js';
import { webhookSecret } from '../support/rig.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function listen(application: express.Express): Promise<string> {
  const server = createServer(application);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

await onEachDatabase(
  'Mounted in Express',
  (stage) => {
    test.each(['at the root', 'below a path'])(
      'the app takes its webhooks byte for byte %s, and leaves other paths to Express',
      async (where) => {
        const rig = await stage.rig();
        const application = express();
        application.use(express.json(), express.urlencoded());
        application.get('/own', (_, response) => {
          response.send('own page');
        });
        application.use(where === 'at the root' ? '/' : '/webhooks', toNodeListener(rig.app));
        application.use((_, response) => {
          response.status(404).send('Express says no');
        });
        const url = await listen(application);

        const query = `${rig.sandbox.webhookQuery({
          requestType: 'ACTIVATION',
          subdomain: rig.company.subdomain,
          propertyId: rig.propertyId,
        })}&odd='"%zz`;
        const response = await fetch(`${url}/webhooks/entrata/${webhookSecret}?${query}`);
        const { status, logId } = (await response.json()) as { status: string; logId: string };
        expect(status).toBe('accepted');
        // fetch escapes the double quote itself; all else arrives as it was written.
        expect(await rig.store.webhooks.rawQuery(logId)).toBe(query.replace('"', '%22').replace("'", '%27'));
        expect(await (await fetch(`${url}/own`)).text()).toBe('own page');
        const unknown = await fetch(`${url}/nowhere`);
        expect([unknown.status, await unknown.text()]).toEqual([404, 'Express says no']);
      },
    );

    test('the app uses a body that Express has parsed', async () => {
      const rig = await stage.rig();
      const application = express();
      application.use(express.json(), toNodeListener(rig.app));
      const url = await listen(application);
      const response = await fetch(`${url}/api/viewings`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"houseId":"1"}',
      });
      // Read to its end, and answered: nobody is logged in.
      expect(response.status).toBe(401);
    });
  },
  ['sqlite'],
);
