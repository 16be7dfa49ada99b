import { Writable } from 'node:stream';
import { FakeEntrata } from 'entrata-sdk/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type DatabaseAddress,
  describeOnEachDatabase,
  type OpenDatabase,
} from '../../packages/entrata-store/test/support/databases.js';
import { openFirstRelease } from '../../packages/entrata-store/test/support/first-release.js';
import { readConfig } from '../server/config.js';
import { type ExampleServer, serve } from '../server/serve.js';
import { createNarrator } from '../walk-through/narrator.js';
import { playJob } from '../walk-through/play-job.js';

/** The database as the example server's settings name it. */
function settingsOf(address: DatabaseAddress): Readonly<Record<string, string>> {
  switch (address.name) {
    case 'sqlite':
      return { DATABASE_FILE: address.filename };
    case 'postgres':
      return { DATABASE_URL: `${address.url}?options=-c%20search_path%3D${address.schema}` };
    case 'mariadb':
      return { DATABASE_URL: Object.assign(new URL(address.url), { pathname: address.database }).href };
  }
}

await describeOnEachDatabase('the example server on a database of the first release', (database) => {
  let opened: OpenDatabase;
  let server: ExampleServer | undefined;
  beforeEach(async () => {
    opened = await openFirstRelease(database);
  });
  afterEach(async () => {
    await server?.stop();
    await opened.drop();
  });

  test('upgrades it, and plays the whole job beside the rows that were there', async () => {
    const credentials = { clientId: 'example.sandbox', clientSecret: 'sandbox-secret' };
    const sandbox = new FakeEntrata({ oauth: credentials });
    const entrata = await sandbox.listen({ port: 0 });
    try {
      const config = readConfig({
        PORT: '0',
        ...settingsOf(opened.address),
        ENTRATA_CLIENT_ID: credentials.clientId,
        ENTRATA_CLIENT_SECRET: credentials.clientSecret,
        WEBHOOK_SECRET: 'webhook-secret-of-a-test',
        JWT_SECRET: 'jwt-secret-of-a-test-32-bytes-long',
        // The key that the first release sealed its rows with.
        ENCRYPTION_KEY: Buffer.from('42'.repeat(32), 'hex').toString('base64'),
        ENCRYPTION_KEY_ID: 'test',
        CANCEL_RESULT_ID: '602',
        LOG_LEVEL: 'silent',
      });
      server = await serve(config, { entrata: entrata.options, page: { imageOrigins: [], sandbox } });
      const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
      const narrator = createNarrator(nowhere as unknown as NodeJS.WriteStream);
      const story = await playJob({ sandbox, server, narrator });

      const { clients, viewings, webhooks } = server.store;
      const cids = (await clients.list()).items.map(({ cid }) => cid);
      expect(cids.sort()).toEqual(['1001', '1002', '1003', story.cid].sort());
      const logged = (await webhooks.list()).items;
      expect(logged).toHaveLength(9 + story.logIds.length);
      // The new rows come after all that were there, whatever the clocks of then said.
      const places = logged.map(({ logId, seq = 0 }) => [story.logIds.includes(logId), seq] as const);
      const newest = Math.max(...places.map(([isNew, seq]) => (isNew ? 0 : seq)));
      expect(places.filter(([isNew, seq]) => isNew && seq <= newest)).toEqual([]);
      expect((await viewings.listByUser(story.renterId)).items).toMatchObject([
        { id: story.viewingId, status: 'confirmed', leadId: story.leadId },
      ]);
      expect(sandbox.ledger.leads.map(({ leadId }) => leadId)).toEqual([story.leadId]);
      expect(sandbox.ledger.appointments).toHaveLength(1);
    } finally {
      await server?.stop();
      server = undefined;
      await entrata.close();
    }
  });
});
