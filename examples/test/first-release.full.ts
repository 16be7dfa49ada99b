import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inspectSchema, migrate } from 'entrata-store/knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  describeOnEachDatabase,
  type OpenDatabase,
} from '../../packages/entrata-store/test/support/databases.js';
import { openFirstRelease } from '../../packages/entrata-store/test/support/first-release.js';
import { sandboxEndpoints } from '../server/sandbox-endpoints.js';
import { type ExampleServer, serve } from '../server/serve.js';
import { serverSettings } from './support/server-settings.js';

/** What made the dumps in entrata-store/test/fixtures. */
const firstRelease = '0da8131';
const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** The first release in a work tree of its own, installed and built as its users have it. */
let tree: string;
beforeAll(async () => {
  tree = join(await mkdtemp(join(tmpdir(), 'entrata-first-release-')), 'tree');
  await run('git', ['worktree', 'add', '--detach', tree, firstRelease], { cwd: root });
  const npm = (...args: string[]) => run('npm', args, { cwd: tree, maxBuffer: 1 << 26 });
  await npm('ci', '--no-audit', '--no-fund', '--prefer-offline');
  await npm('run', 'build');
  for (const file of ['first-release-driver.ts', 'server-settings.ts']) {
    const to = join(tree, 'examples/test/support', file);
    await mkdir(dirname(to), { recursive: true });
    await copyFile(fileURLToPath(new URL(`./support/${file}`, import.meta.url)), to);
  }
}, 600_000);
afterAll(async () => {
  await run('git', ['worktree', 'remove', '--force', tree], { cwd: root });
  await rm(dirname(tree), { recursive: true, force: true });
});

type Message = Readonly<Record<string, unknown>>;

/** A server of the first release, in a process of its own. */
class OldServer {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #messages: AsyncIterator<string>;

  constructor(opened: OpenDatabase) {
    const driver = join(tree, 'examples/test/support/first-release-driver.ts');
    this.#child = spawn(process.execPath, ['--import', 'tsx', driver, JSON.stringify(opened.address)], {
      cwd: tree,
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#messages = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** The next thing it says. */
  async answer(): Promise<Message> {
    for (;;) {
      const { value, done } = await this.#messages.next();
      if (done) throw new Error('The server of the first release ended');
      if (value.startsWith('driver ')) return JSON.parse(value.slice('driver '.length));
    }
  }

  async ask(line: 'play' | 'contract'): Promise<Message> {
    this.#child.stdin.write(`${line}\n`);
    return this.answer();
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.stdin.write('end\n');
    await ended;
  }
}

await describeOnEachDatabase('the code of the first release', (database) => {
  test('goes on beside an upgrade: its store keeps its contract, and its server plays the job next to one of today', async () => {
    const opened = await openFirstRelease(database);
    const old = new OldServer(opened);
    let server: ExampleServer | undefined;
    try {
      const { serving } = await old.answer();
      const knex = opened.connect();
      expect((await migrate(knex)).applied.length).toBeGreaterThan(0);
      // Both work on the same tasks, and speak to the same Entrata.
      server = await serve(serverSettings(opened.address), { entrata: sandboxEndpoints(String(serving)) });
      expect(await old.ask('play')).toMatchObject({ leads: 1, appointments: 1 });
      const { cases, failed } = await old.ask('contract');
      expect(failed).toEqual([]);
      expect(cases).toBeGreaterThan(80);
      expect(await inspectSchema(knex)).toMatchObject({ reason: undefined, problems: [] });
      await server.store.ping();
    } finally {
      await server?.stop();
      await old.end();
      await opened.drop();
    }
  }, 300_000);
});
