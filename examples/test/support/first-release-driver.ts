// Copied into a work tree of the first release and run there, so that all it imports is of that release. Serves on the
// database that it is given, and plays the job or tries the store's contract each time a line on stdin says so.
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { createKnexStore } from '../../../packages/entrata-store/src/knex/index.js';
import { fullCapabilities, storeContract } from '../../../packages/entrata-store/src/testing/index.js';
import { connectTo } from '../../../packages/entrata-store/test/support/databases.js';
import { testCipher } from '../../../packages/entrata-store/test/support/subjects.js';
import { serve } from '../../server/serve.js';
import { createNarrator } from '../../walk-through/narrator.js';
import { playJob } from '../../walk-through/play-job.js';
import { newSandbox, serverSettings } from './server-settings.js';

const address = JSON.parse(process.argv[2] ?? '');
const say = (message: object) => console.log(`driver ${JSON.stringify(message)}`);

const sandbox = newSandbox();
const entrata = await sandbox.listen({ port: 0 });
const server = await serve(serverSettings(address), {
  entrata: entrata.options,
  page: { imageOrigins: [], sandbox },
});
const newStore = () =>
  createKnexStore({ knex: connectTo(address), cipher: testCipher, destroyOnClose: true });
say({ serving: entrata.url });

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'play') {
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    const narrator = createNarrator(nowhere as unknown as NodeJS.WriteStream);
    const { cid } = await playJob({ sandbox, server, narrator });
    const { leads, appointments } = sandbox.ledger;
    say({ played: cid, leads: leads.length, appointments: appointments.length });
  }
  if (line === 'contract') {
    const [store, other] = [newStore(), newStore()];
    const failed: string[] = [];
    for (const { name, run } of storeContract)
      await run({ store, other, capabilities: fullCapabilities, open: async () => newStore() }).catch(
        (error) => failed.push(`${name}: ${error}`),
      );
    await Promise.all([store.close(), other.close()]);
    say({ cases: storeContract.length, failed });
  }
  if (line === 'end') break;
}
await server.stop();
await entrata.close();
process.exit(0);
