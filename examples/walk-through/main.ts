// `npm start`: a sandbox Entrata, the example server on SQLite, and the whole job played once.
import { AssertionError } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { FakeEntrata, type SandboxServer } from 'entrata-sdk/testing';
import { readConfig } from '../server/config.js';
import { listenOrPickAnother } from '../server/listen-or-pick-another.js';
import { seedPeople } from '../server/seed-people.js';
import { type ExampleServer, serve } from '../server/serve.js';
import { checkOutcome } from './check-outcome.js';
import { createNarrator } from './narrator.js';
import { playJob } from './play-job.js';
import { readOptions, UsageError, type WalkThroughOptions } from './read-options.js';

// A terminal that was closed cannot be written to; what is to be cleaned up is cleaned up all the same.
process.stdout.on('error', () => {});

try {
  const options = readOptions(process.argv.slice(2));
  if (typeof options === 'string') console.log(options);
  else await walkThrough(options, signalled());
} catch (error) {
  console.error(`\nwalk-through failed: ${explain(error)}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

/** Throws what failed, also when it was told to stop before all was played. */
async function walkThrough(options: WalkThroughOptions, stopped: Promise<void>): Promise<void> {
  if (options.database !== undefined && existsSync(options.database)) {
    throw new Error(`${options.database} exists already; name another file or remove it`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'entrata-example-'));
  const credentials = { clientId: 'example.sandbox', clientSecret: randomBytes(16).toString('hex') };
  const sandbox = new FakeEntrata({ oauth: credentials });
  let entrata: SandboxServer | undefined;
  let server: ExampleServer | undefined;
  try {
    entrata = await listenOrPickAnother((port) => sandbox.listen({ port }), options.sandboxPort);
    const config = readConfig({
      PORT: String(options.port),
      DATABASE_FILE: options.database ?? join(folder, 'example.sqlite'),
      ENTRATA_CLIENT_ID: credentials.clientId,
      ENTRATA_CLIENT_SECRET: credentials.clientSecret,
      WEBHOOK_SECRET: randomBytes(16).toString('hex'),
      JWT_SECRET: randomBytes(16).toString('hex'),
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      // The sandbox's name for a cancelled appointment.
      CANCEL_RESULT_ID: '602',
      LOG_LEVEL: 'silent',
    });
    const page = { imageOrigins: [entrata.url], sandbox };
    server = await serve(config, { entrata: entrata.options, page });
    const narrator = createNarrator(process.stdout);
    narrator.step('A sandbox Entrata and the adapter server are up');
    narrator.table([
      ['sandbox', entrata.url],
      ['server', server.url],
      ['database', config.DATABASE_FILE],
    ]);
    const stage = { sandbox, server, narrator };
    const story = await Promise.race([playJob(stage), stopped]);
    if (story === undefined) throw new Error('stopped before it was done');
    const counts = await checkOutcome({ sandbox, entrata: entrata.options, store: server.store, story });
    console.log(`\nwalk-through ok: ${counts}`);
    if (options.once) return;
    await seedPeople(server.store);
    console.log('\nStill serving, until Ctrl-C:\n');
    narrator.table([
      ['sandbox Entrata', entrata.url],
      ['webhook URL to register', server.webhookUrl],
      ['API, described', `${server.url}/openapi.json`],
      ['page for your browser', `${server.url}/`],
    ]);
    await stopped;
    console.log('\nStopping ...');
  } finally {
    await server?.stop();
    await entrata?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Resolves at the first Ctrl-C, or when the terminal is closed; the second signal ends the process at once. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof UsageError)
    return `${error.message}\nAdd --help to see what there is: npm start -- --help`;
  if (!(error instanceof AssertionError)) return error.message;
  const [claim] = error.message.split('\n');
  return `not so: ${claim} (found ${inspect(error.actual)}, expected ${inspect(error.expected)})`;
}
