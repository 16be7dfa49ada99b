import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  describeOnEachDatabase,
  type OpenDatabase,
} from '../../packages/entrata-store/test/support/databases.js';
import { openFirstRelease } from '../../packages/entrata-store/test/support/first-release.js';
import { type ExampleServer, serve } from '../server/serve.js';
import { createNarrator } from '../walk-through/narrator.js';
import { playJob } from '../walk-through/play-job.js';
import { newSandbox, serverSettings } from './support/server-settings.js';

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
    const sandbox = newSandbox();
    const entrata = await sandbox.listen({ port: 0 });
    try {
      const config = serverSettings(opened.address);
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
