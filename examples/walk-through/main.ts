// `npm start`: a sandbox Entrata, the example server on SQLite, and the whole job played once.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FakeEntrata, type SandboxServer } from 'entrata-sdk/testing';
import { readConfig } from '../server/config.js';
import { seedPeople } from '../server/seed-people.js';
import { type ExampleServer, serve } from '../server/serve.js';
import { checkOutcome } from './check-outcome.js';
import { createNarrator } from './narrator.js';
import { playJob } from './play-job.js';

const usage = `Usage: npm start [-- options]

Starts a sandbox Entrata and the example adapter server on loopback, plays the whole job once
(webhook, code, properties, tour times, booking), and goes on serving until Ctrl-C.

  --once             end after the walk-through: status 0, or 1 and what failed
  --port N           port of the adapter server (default 4010; another one when it is taken)
  --sandbox-port N   port of the sandbox (default 4020; another one when it is taken)
  --database FILE    write the SQLite database to FILE, which must not exist, and leave it there
                     (default: a temporary file, removed at the end)
  --help             this text`;

const { values } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    port: { type: 'string', default: '4010' },
    'sandbox-port': { type: 'string', default: '4020' },
    database: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else process.exitCode = await main();

async function main(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'entrata-example-'));
  const credentials = { clientId: 'example.sandbox', clientSecret: randomBytes(16).toString('hex') };
  const sandbox = new FakeEntrata({ oauth: credentials });
  let entrata: SandboxServer | undefined;
  let server: ExampleServer | undefined;
  try {
    if (values.database !== undefined && existsSync(values.database)) {
      throw new Error(`${values.database} exists already; name another file or remove it`);
    }
    entrata = await listenOrPickAnother(sandbox, Number(values['sandbox-port']));
    const config = readConfig({
      PORT: values.port,
      DATABASE_FILE: values.database ?? join(folder, 'example.sqlite'),
      ENTRATA_CLIENT_ID: credentials.clientId,
      ENTRATA_CLIENT_SECRET: credentials.clientSecret,
      WEBHOOK_SECRET: randomBytes(16).toString('hex'),
      JWT_SECRET: randomBytes(16).toString('hex'),
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      // The sandbox's name for a cancelled appointment.
      CANCEL_RESULT_ID: '602',
      LOG_LEVEL: 'silent',
    });
    server = await serve(config, {
      entrata: entrata.options,
      page: { imageOrigins: [entrata.url], sandbox },
    });
    const narrator = createNarrator(process.stdout);
    narrator.step('A sandbox Entrata and the adapter server are up');
    narrator.line(`sandbox  ${entrata.url}`);
    narrator.line(`server   ${server.url}   database ${config.DATABASE_FILE}`);
    const story = await playJob({ sandbox, server, narrator });
    const counts = await checkOutcome({ sandbox, server, story });
    console.log(`\nwalk-through ok: ${counts}`);
    if (values.once) return 0;
    await seedPeople(server.store);
    console.log(`\nStill serving. Ctrl-C ends it. See it in a browser:\n\n  ${server.url}/\n`);
    await signalled();
    console.log('\nStopping ...');
    return 0;
  } catch (error) {
    console.error(`\nwalk-through failed: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await server?.stop();
    await entrata?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function listenOrPickAnother(sandbox: FakeEntrata, port: number): Promise<SandboxServer> {
  try {
    return await sandbox.listen({ port });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    return sandbox.listen({ port: 0 });
  }
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
