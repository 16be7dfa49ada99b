import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FakeEntrata, type SandboxServer } from 'entrata-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/run-cli.js';
import { brokenTexts, numbersAndDays, oddTexts } from '../input/support/extreme-values.js';
import { recordingTerminal } from './terminal.js';

const sandbox = new FakeEntrata();
const [company] = sandbox.companies;
const [property] = company?.properties ?? [];
if (company === undefined || property === undefined) throw new Error('the sandbox has no company');
let server: SandboxServer;
let folder: string;
beforeAll(async () => {
  server = await sandbox.listen();
  folder = join(await mkdtemp(join(tmpdir(), 'entrata-cli-')), 'inner');
  await mkdir(folder);
});
afterAll(async () => {
  await server.close();
  await rm(join(folder, '..'), { recursive: true });
});

const own = ['--subdomain', company.subdomain, '--property', property.id];
const asked: Readonly<Record<string, readonly string[]>> = {
  slots: [...own, '--days', '1'],
  doctor: own,
  probe: own,
  sandbox: ['--port', '0'],
  migrate: ['--status', '--database', ':memory:'],
  'webhook send': ['--url', 'http://127.0.0.1:9', '--type', 'SUSPENDED', '--cid', company.cid, '--dry-run'],
};
const environment = () => ({
  SANDBOX_URL: server.url,
  ENTRATA_ACCESS_TOKEN: sandbox.issueToken(company.subdomain),
});

/** Whatever a flag that takes text is given; those that knock at a few doors each time get fewer. */
const texts = [...numbersAndDays, ...brokenTexts, ...oddTexts];
const addresses = ['postgres://', 'postgres://%zz', 'mysql://[', 'mysql://127.0.0.1:99999/x', 'http://[::1'];
const textsFor = (command: string) =>
  ['doctor', 'probe', 'migrate'].includes(command)
    ? [...brokenTexts, ...addresses, '', '-1', '1e3', '..', '9'.repeat(400)]
    : texts;

async function run(args: readonly string[], env: Record<string, string>) {
  // Folders that are made have a place of their own.
  const terminal = recordingTerminal(env, args.includes('--record') ? folder : process.cwd());
  // What would serve until Ctrl-C has had it already.
  terminal.stop();
  const status = await runCli(args, terminal);
  return { status, complaint: terminal.complaints.join('\n'), printed: terminal.printed.join('\n') };
}

type Flag = readonly [command: string, flag: string];

/** The flags of a command, and of those below it. */
async function readFlags(command: readonly string[]): Promise<readonly Flag[]> {
  const { printed } = await run([...command, '--help'], {});
  const [own = '', below = ''] = printed.split('\nCommands:\n');
  const flags = [...own.matchAll(/^ {2}(--[\w-]+) </gm)].map(
    ([, flag]) => [command.join(' '), flag ?? ''] as const,
  );
  const names = [...below.matchAll(/^ {2}(\w+) /gm)].flatMap(([, name = '']) =>
    name === 'help' ? [] : [name],
  );
  const others = await Promise.all(names.map((name) => readFlags([...command, name])));
  return [...flags, ...others.flat()];
}

const allFlags = await readFlags([]);
const flags = allFlags.filter(([command]) => command in asked);

describe('entrata', () => {
  it('is tried with every flag of every command that takes a value', () => {
    expect(flags.map((each) => each.join(' '))).toEqual(
      expect.arrayContaining([
        'slots --from',
        'slots --days',
        'sandbox --port',
        'doctor --database',
        'webhook send --code',
      ]),
    );
    // A new command needs a row in `asked`: what it is called with beside the flag in question.
    expect(allFlags).toEqual(flags);
  });

  it.each(flags)('%s %s takes any text, or names the flag and says what it takes', async (command, flag) => {
    for (const text of textsFor(command)) {
      const { status, complaint } = await run(
        [...command.split(' '), ...(asked[command] ?? []), flag, text],
        environment(),
      );
      const shown = `${flag} ${JSON.stringify(text).slice(0, 60)}: ${status} ${complaint.slice(0, 200)}`;
      expect([0, 1, 2], shown).toContain(status);
      expect(complaint, shown).not.toMatch(/\n {4}at |Cannot find module/);
      expect(complaint, shown).not.toContain('\u001b');
      if (status === 2) expect(complaint, shown).toContain(flag);
    }
  });

  it.each(['ENTRATA_ACCESS_TOKEN', 'ENTRATA_API_KEY', 'SANDBOX_URL', 'LEAD_SOURCE_ID', 'DATABASE_URL'])(
    'with %s set to anything ends with a status and without a stack',
    async (name) => {
      for (const text of [...brokenTexts, ...addresses, ' ', '\n', '-1']) {
        const { ENTRATA_ACCESS_TOKEN, ...others } = environment();
        const env = name === 'ENTRATA_API_KEY' ? others : { ...others, ENTRATA_ACCESS_TOKEN };
        const isRead = name.startsWith('ENTRATA_') || name === 'SANDBOX_URL';
        for (const command of ['slots', 'doctor', ...(isRead ? ['probe'] : [])]) {
          const args = [command, ...(asked[command] ?? [])];
          const { status, complaint } = await run(args, { ...env, [name]: text });
          const shown = `${command} ${JSON.stringify(text).slice(0, 60)}: ${status} ${complaint.slice(0, 200)}`;
          expect([0, 1, 2], shown).toContain(status);
          expect(complaint, shown).not.toMatch(/\n {4}at /);
        }
      }
    },
  );

  it('ends quietly when nobody reads what it prints any more', async () => {
    const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
    const args = [
      '--import',
      'tsx',
      path('../../src/cli/main.ts'),
      'slots',
      ...own,
      '--days',
      '60',
      '--json',
    ];
    const child = spawn(process.execPath, args, {
      env: {
        PATH: process.env.PATH,
        TSX_TSCONFIG_PATH: path('../tsconfig.children.json'),
        ...environment(),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    const said: Buffer[] = [];
    child.stderr.on('data', (chunk) => said.push(chunk));
    const [status] = await once(child, 'close');
    expect([status, Buffer.concat(said).toString()]).toEqual([0, '']);
  });
});
