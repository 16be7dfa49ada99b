import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import {
  type DatabaseAddress,
  describeOnEachDatabase,
} from '../../packages/entrata-store/test/support/databases.js';
import { runExample } from './run-example.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

function databaseVariable(address: DatabaseAddress): Record<string, string> {
  if (address.name === 'sqlite') return { DATABASE_FILE: address.filename };
  const url = new URL(address.url);
  if (address.name === 'mariadb') url.pathname = `/${address.database}`;
  else url.searchParams.set('options', `-csearch_path=${address.schema}`);
  return { DATABASE_URL: url.href };
}

const required = {
  ENTRATA_CLIENT_ID: 'made-up.id',
  ENTRATA_CLIENT_SECRET: 'made-up-secret',
  WEBHOOK_SECRET: 'sixteen-characters',
  JWT_SECRET: 'sixteen-characters',
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  LOG_LEVEL: 'silent',
};

it('ends with a word when the port is taken, for whoever set it expects the server there', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { status, stderr } = await runExample('examples/server/main.ts', {
    ...required,
    PORT: String(port),
    DATABASE_FILE: ':memory:',
  });
  taken.close();
  expect(stderr).toBe('PORT is taken: end what listens there, or set another one.\n');
  expect(status).toBe(1);
});

it.each([
  ['./nowhere.mjs', 'ENTRATA_WIRE: the module cannot be loaded'],
  ['examples/test/run-example.ts', 'ENTRATA_WIRE: the module exports no `wire`'],
  ['examples/test/support/misspelt-wire.mjs', 'wire.ils.sendLeads.slotTimeFeild is no option'],
])('ends with a word when the wire module %s makes no sense', async (ENTRATA_WIRE, word) => {
  const { status, stderr } = await runExample('examples/server/main.ts', {
    ...required,
    PORT: '0',
    DATABASE_FILE: ':memory:',
    ENTRATA_WIRE,
  });
  expect(stderr).toContain(word);
  expect(status).toBe(1);
});

await describeOnEachDatabase('examples/server/main.ts', (database) => {
  it('serves by its environment, says what to register, and stops when told to', async () => {
    const opened = await database.open();
    const child = spawn(process.execPath, ['--import', 'tsx', 'examples/server/main.ts'], {
      cwd: root,
      env: {
        ...process.env,
        ...databaseVariable(opened.address),
        PORT: '0',
        PUBLIC_URL: 'https://marketplace.example.test/',
        ...required,
      },
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    let output = '';
    const registered = new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        output += chunk;
        if (output.includes('Register this webhook URL')) resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('close', () => reject(new Error(`it ended: ${output}`)));
    });
    await registered;
    expect(output).toContain(
      'Register this webhook URL at Entrata: https://marketplace.example.test/webhooks/entrata/sixteen-characters\n',
    );
    expect(output).toContain(
      'Not sent, since ENTRATA_WIRE names no module that says how: approveProperty, getTourAvailability, sendLeads, ',
    );
    const [, url] = /^Serving (\S+) on /m.exec(output) ?? [];
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const webhook = await fetch(`${url}/webhooks/entrata/wrong?cid=1&request_type=SUSPENDED&property_id=1`);
    expect(webhook.status).toBe(401);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await opened.drop();
  });
});
