import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readOptions } from '../walk-through/read-options.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'walk through '));
const temporary = join(folder, 'tmp');
mkdirSync(temporary);
afterAll(() => rmSync(folder, { recursive: true }));

function start(...args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ['--import', 'tsx', 'examples/walk-through/main.ts', ...args], {
    cwd: root,
    env: { ...process.env, TMPDIR: temporary },
  });
}

function walk(...args: string[]): Promise<{ status: number | null; output: string }> {
  const child = start(...args);
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, output })));
}

/** Takes a port for the length of `work`. */
async function whileBusy<T>(work: (port: number) => Promise<T>): Promise<T> {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const address = taken.address();
  try {
    return await work(typeof address === 'object' && address !== null ? address.port : 0);
  } finally {
    taken.close();
  }
}

/** What a person reads, step by step. */
const steps = [
  /ACTIVATION +property \d+ +one-time code +200 accepted +log [\w-]{36}/,
  /code +exchanged once, for the token \[secret\]/,
  /owner +confirmed (?:once|\d times) by Entrata: cid \d+/,
  /operator +\S+ +Copper Mesa Living\n +agent +\S+ +Copper Mesa Living\n +client +\S+ +Copper Mesa Living/,
  /3 approved, 3 fetched, 3 of 3 houses stored/,
  /\d{4}-\d\d-\d\d +\d\d:\d\d MST - \d\d:\d\d MST +\d{4}-\d\d-\d\d \d\d:\d\d C[SD]T - \d\d:\d\d C[SD]T/,
  /sent, byte for byte +"\d{4}-\d\d-\d\d" "\d\d:\d\d MST - \d\d:\d\d MST"\n +confirmed by Entrata +lead \d+/,
  /The renter's Tours\n +confirmed +Saguaro Court +.+ Chicago time/,
  /The dashboard of the operator, .+\n +1 confirmed\n +confirmed +Saguaro Court +.+ Riley Renter/,
];

describe('npm start -- --once', () => {
  it('plays the whole job, with its ports busy, and ends with what the database and the ledger hold', async () => {
    const { status, output } = await whileBusy((port) =>
      whileBusy((other) => walk('--once', '--port', String(port), '--sandbox-port', String(other))),
    );
    expect(output.trimEnd().split('\n').at(-1)).toMatch(
      /^walk-through ok: 3 webhooks, 1 client, 3 properties, 3 houses, [1-9]\d* tour times, 1 booking, 1 lead, 1 appointment$/,
    );
    expect(status).toBe(0);
    for (const step of steps) expect(output).toMatch(step);
  });

  it('goes on serving the page with what was played, prints its address last, and ends when told', async () => {
    const child = start('--port', '0', '--sandbox-port', '0');
    let output = '';
    const address = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (chunk) => {
        output += chunk;
        const [, last] = /(http:\/\/127\.0\.0\.1:\d+\/)\n$/.exec(output) ?? [];
        if (last !== undefined) resolve(last);
      });
      child.once('close', () => reject(new Error(output)));
    });
    expect(await (await fetch(address)).text()).toContain('<title>Tours with Entrata</title>');
    const people = (await (await fetch(`${address}dev/people`)).json()) as { items: { name: string }[] };
    expect(people.items.map(({ name }) => name).sort()).toEqual([
      'Copper Mesa Living',
      'Indra Integrator',
      'Riley Renter',
    ]);
    child.kill('SIGTERM');
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
  });

  it('ends by itself when it is interrupted, and leaves no file behind', async () => {
    const child = start('--once', '--port', '0', '--sandbox-port', '0');
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stdout.once('data', () => child.kill('SIGINT'));
    const status = await new Promise((resolve) => child.once('close', resolve));
    // On a slow day the signal comes when all is played.
    expect(status).toBe(output.includes('walk-through ok') ? 0 : 1);
    expect(readdirSync(temporary).filter((name) => name.startsWith('entrata-'))).toEqual([]);
  });

  it.each([
    [['--onec'], /^Unknown option '--onec'/],
    [['--port', '70000'], /^--port must be a number from 0/],
    [['--sandbox-port', '7x'], /^--sandbox-port must be a number from 0/],
    [['--port=-1'], /^--port must be a number from 0/],
    [['--port', '1e3'], /^--port must be a number from 0/],
    [['--port', ''], /^--port must be a number from 0/],
    [['--port', '9'.repeat(400)], /^--port must be a number from 0/],
    [['--database', ''], /^--database must name a file/],
    [['left over'], /^Unexpected argument/],
  ])('refuses %j and says why', (args, what) => {
    expect(() => readOptions(args)).toThrow(what);
  });

  it('ends with status 2 when it is called wrongly, and says where to look', async () => {
    const { status, output } = await walk('--port', '70000');
    expect(status).toBe(2);
    expect(output).toMatch(/--port must be a number .*\n.*npm start -- --help/);
    expect(output).not.toContain('    at ');
  });

  it('ends with status 1 and what failed', async () => {
    const taken = join(folder, 'taken.sqlite');
    writeFileSync(taken, '');
    const { status, output } = await walk('--once', '--database', taken);
    expect(output).toMatch(/^walk-through failed: .*taken\.sqlite exists already/m);
    expect(output).not.toContain('walk-through ok');
    expect(status).toBe(1);
  });

  it('prints neither the code, the token nor the secrets', async () => {
    const { output } = await walk(
      '--once',
      '--port',
      '0',
      '--sandbox-port',
      '0',
      '--database',
      join(folder, 'kept.sqlite'),
    );
    expect(output).toContain('[secret]');
    expect(output).not.toMatch(/auth_code=|access_token|[0-9a-f]{32}(?!-)/);
  });
});
