import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FakeEntrata, type SandboxServer } from 'entrata-sdk/testing';
import { createKnexStore, migrate, openSqlite } from 'entrata-store/knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSender } from '../../src/cli/doctor/check-sender.js';
import type { Finding } from '../../src/cli/doctor/finding.js';
import { loadOptions } from '../../src/cli/doctor/load-options.js';
import { runCli } from '../../src/cli/run-cli.js';
import {
  type AppOptions,
  acceptUnverified,
  codeProof,
  ipAllowList,
  noApproval,
  urlSecret,
} from '../../src/index.js';
import { recordingTerminal } from './terminal.js';

const sandbox = new FakeEntrata();
let server: SandboxServer;
let folder: string;
const require = createRequire(import.meta.url);
const knexFile = pathToFileURL(require.resolve('knex')).href;

beforeAll(async () => {
  server = await sandbox.listen();
  folder = await mkdtemp(join(tmpdir(), 'entrata-module-'));
  const knex = openSqlite(join(folder, 'migrated.sqlite'));
  await migrate(knex);
  await knex.destroy();
  await writeFile(join(folder, 'empty.sqlite'), '');
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** The options of an app as its module writes them, each part as JavaScript. */
function parts({ database = 'migrated.sqlite', entrata = '', store = '', app = '', webhook = '' } = {}) {
  const connection = JSON.stringify(join(folder, database));
  return {
    entrata: `{ oauth: ${JSON.stringify(sandbox.oauth)}, ...${JSON.stringify(server.options)}, ${entrata} }`,
    store: `{
      knex: createKnex({ client: 'better-sqlite3', connection: ${connection}, useNullAsDefault: true }),
      cipher: 'plaintext', ${store} }`,
    app: `{
      webhook: { verify: () => 'unauthorized', approval: {}, ${webhook} },
      authenticate: async () => undefined,
      lead: { source: { id: '105949' } }, ${app} }`,
  };
}

const importKnex = `import createKnex from ${JSON.stringify(knexFile)};`;
const named = ({ entrata, store, app }: ReturnType<typeof parts>) =>
  `${importKnex} export const entrata = ${entrata}; export const store = ${store}; export const app = ${app};`;

async function diagnose(file: string, text?: string, more: readonly string[] = []) {
  if (text !== undefined) await writeFile(join(folder, file), text);
  // What is in the environment is of another app.
  const env = { ENTRATA_WIRE: '/nowhere.js', DATABASE_URL: 'mysql://127.0.0.1:9/x', SANDBOX_URL: server.url };
  const terminal = recordingTerminal(env, folder);
  const status = await runCli(['doctor', '--json', '--module', file, ...more], terminal);
  const printed = terminal.printed.join('');
  const { findings } = JSON.parse(printed === '' ? '{"findings":[]}' : printed) as { findings: Finding[] };
  const states = findings.map(({ check, status: state }) => `${check}: ${state}`);
  const of = (check: string) => findings.find((finding) => finding.check === check);
  return { status, states, of, text: [printed, ...terminal.complaints].join('\n') };
}

const allIsWell = [
  'module: ok',
  'options of createEntrata: ok',
  'options of createKnexStore: ok',
  'options of createApp: ok',
  'reachability: ok',
  'clock: ok',
  'zone data: ok',
  'partner credentials: ok',
  'wire profile: ok',
  "client's credential: skipped",
  'lead source: skipped',
  'database: ok',
  'webhook sender: ok',
];

describe('entrata doctor --module', () => {
  it.each([
    ['an ES module with named exports', 'named.mjs', (of) => named(of)],
    [
      'an ES module whose default export returns them later',
      'default.mjs',
      ({ entrata, store, app }) =>
        `${importKnex} export default async () => ({ entrata: ${entrata}, store: ${store}, app: ${app} });`,
    ],
    [
      'a CommonJS module',
      'plain.cjs',
      ({ entrata, store, app }) =>
        `const createKnex = require(${JSON.stringify(fileURLToPath(knexFile))});
        module.exports = { entrata: ${entrata}, store: ${store}, app: ${app} };`,
    ],
    [
      'a CommonJS module as TypeScript compiles it',
      'compiled.cjs',
      ({ entrata, store, app }) =>
        `Object.defineProperty(exports, '__esModule', { value: true });
        const createKnex = require(${JSON.stringify(fileURLToPath(knexFile))});
        exports.default = () => ({ entrata: ${entrata}, store: ${store}, app: ${app} });`,
    ],
  ] as readonly (readonly [string, string, (of: ReturnType<typeof parts>) => string])[])(
    'finds nothing wrong in %s',
    async (_, file, write) => {
      const { status, states, of } = await diagnose(file, write(parts()));
      expect(states).toEqual(allIsWell);
      expect(of('module')?.found).toBe('it exports entrata, store, app');
      expect(of('webhook sender')?.found).toContain('secret of the URL');
      expect(status).toBe(0);
    },
  );

  it('takes the lead source of the options, and Entrata from them, to look a property up', async () => {
    const [company] = sandbox.companies;
    const args = ['--subdomain', company?.subdomain ?? '', '--property', company?.properties[0]?.id ?? ''];
    await writeFile(join(folder, 'lead.mjs'), named(parts({ app: "lead: { source: { id: '4711' } }" })));
    const terminal = recordingTerminal({ ENTRATA_API_KEY: company?.apiKey ?? '' }, folder);
    expect(await runCli(['doctor', '--module', './lead.mjs', ...args], terminal)).toBe(1);
    expect(terminal.printed.join()).toMatch(/client's credential +ok/);
    expect(terminal.printed.join()).toMatch(/lead source +failed +4711 is none of this property's/);
  });

  it.each([
    ['options of createEntrata', { entrata: 'wire: { ils: { sendLead: {} } }' }, 'wire.ils'],
    ['options of createEntrata', { entrata: 'timeout: 1' }, 'timeout'],
    ['options of createKnexStore', { store: "chipher: 'plaintext'" }, 'chipher'],
    ['options of createApp', { app: 'authenticate: undefined' }, 'authenticate'],
    ['options of createApp', { webhook: 'approval: undefined' }, 'webhook.approval'],
    ['partner credentials', { entrata: 'oauth: undefined' }, '500'],
    ['partner credentials', { entrata: "oauth: { clientId: 'x', clientSecret: ' hush' }" }, 'Copy it again'],
    [
      'options of createEntrata',
      { entrata: "oauth: { clientId: '', clientSecret: 'hush' }" },
      'oauth.clientId',
    ],
    [
      'wire profile',
      { entrata: 'wire: { hosts: { token: "http://127.0.0.1:9/api/oauth" } }' },
      'Add what your contract says',
    ],
    ['database', { database: 'empty.sqlite' }, 'migrate'],
    ['database', { database: 'missing.sqlite' }, 'Check the path'],
    [
      'database',
      { store: "knex: createKnex({ client: 'pg', connection: 'postgres://me:hush@127.0.0.1:9/db' })" },
      'host and port',
    ],
    ['mapping', { store: "tables: { users: { name: 'people' } }" }, 'does not exist'],
    ['webhook sender', { app: "paths: { webhook: ['/hook'] }" }, '/:secret'],
    ['webhook sender', { webhook: "verify: () => 'yes'" }, 'verified, unproven'],
    ['webhook sender', { webhook: "verify: () => { throw new Error('no list') }" }, 'mend it'],
  ] as const)('fails the check "%s" for %j', async (check, given, todo) => {
    const file = `wrong-${JSON.stringify(given).replace(/\W+/g, '-')}.mjs`;
    const { status, of, states, text } = await diagnose(file, named(parts(given)));
    expect(of(check), text).toMatchObject({ status: 'failed', todo: expect.stringContaining(todo) });
    const refused = states.filter((state) => /^options of .*: failed$/.test(state));
    expect(refused).toEqual(check.startsWith('options') ? [`${check}: failed`] : []);
    expect(status).toBe(1);
    expect(text).not.toContain('hush');
  });

  it('looks at what there is, and says what to export for the rest', async () => {
    const { status, of } = await diagnose('part.mjs', `export const entrata = ${parts().entrata};`);
    expect(status).toBe(0);
    expect(of('reachability')?.status).toBe('ok');
    expect(of('options of createApp')).toMatchObject({ status: 'skipped', todo: 'Export them as `app`.' });
    expect(of('database')).toMatchObject({ status: 'skipped', todo: expect.stringContaining('`store`') });
    expect(of('webhook sender')?.todo).toContain('`webhook.verify`');
  });

  it('takes the whole options of createApp, with what was made for them', async () => {
    const { store, app } = parts();
    const { status, of } = await diagnose(
      'whole.mjs',
      `${importKnex}
      const webhooks = { methods: ['GET'], parameters: {}, parse() {}, isId: () => true };
      const entrata = { client() {}, webhooks, oauth: { isConfigured: true }, missingIlsCalls: [] };
      const made = { transaction: async () => {}, now: () => new Date(), tasks: { work() {} } };
      export const store = ${store};
      export const app = { ...${app}, store: made, entrata };`,
    );
    expect(of('options of createApp')?.status).toBe('ok');
    expect(of('database')?.status).toBe('ok');
    expect(of('partner credentials')?.status).toBe('ok');
    expect(of('reachability')).toMatchObject({
      status: 'skipped',
      todo: expect.stringContaining('`entrata`'),
    });
    expect(status).toBe(0);
  });

  it('takes a store of its own, and asks for the options of what was made already', async () => {
    const own = '{ transaction: async () => {}, now: () => new Date(), tasks: { work() {} } }';
    const ownStore = await diagnose('own-store.mjs', named({ ...parts(), store: own }));
    expect(ownStore.of('options of createApp')).toMatchObject({ status: 'ok' });
    expect(ownStore.of('database')).toMatchObject({ status: 'skipped' });
    const made = await diagnose('made.mjs', named({ ...parts(), app: '{ handle() {}, owns() {} }' }));
    expect(made.of('options of createApp')?.todo).toContain('export the options that it was given');
    expect(made.status).toBe(1);
  });

  it('starts and changes nothing: no task runs, no table comes, nobody is notified', async () => {
    const due = join(folder, 'due.sqlite');
    const knex = openSqlite(due);
    await migrate(knex);
    const store = createKnexStore({ knex, cipher: 'plaintext' });
    const kind = 'notify';
    const payload = { id: 'a test', type: 'client.connected', clientId: 'nobody' };
    await store.tasks.enqueue({ kind, payload, maxAttempts: 1 });
    const all = async () => JSON.stringify(await knex('sqlite_master').select('sql'));
    const before = await all();
    const app = "onNotification: async () => { throw new Error('notified') }";
    const { status } = await diagnose('due.mjs', named(parts({ database: 'due.sqlite', app })));
    expect(status).toBe(0);
    expect((await store.tasks.list({ kind }, { limit: 5 })).items).toMatchObject([
      { status: 'waiting', attempts: 0 },
    ]);
    expect(await all()).toBe(before);
    await store.close();
    await knex.destroy();
    for (const database of ['empty.sqlite', 'missing.sqlite'])
      await diagnose(`${database}.mjs`, named(parts({ database })));
    expect((await readFile(join(folder, 'empty.sqlite'))).byteLength).toBe(0);
    await expect(readFile(join(folder, 'missing.sqlite'))).rejects.toThrow('ENOENT');
  });

  it.each([
    ['missing.mjs', undefined, 'there is no such file', 'Mend the path'],
    ['other.mjs', 'export const config = {};', 'it exports none of entrata, store, app', 'export `entrata`'],
    ['words.cjs', "module.exports = { app: 'text' };", 'it exports none of', 'default export'],
    ['throws.mjs', "throw new Error('JWT_SECRET is not set');", 'JWT_SECRET is not set', 'environment'],
    [
      'function.mjs',
      "export default () => { throw new Error('cannot use postgres://me:pass-word@db/x\\nmore'); }",
      'cannot use postgres://***@db/x',
      'Mend it',
    ],
    ['broken.mjs', 'export const = 1;', 'it cannot be loaded: ', 'Mend it'],
    ['lacking.mjs', "import './nowhere.mjs';", 'it cannot be loaded: ', 'Install or build'],
  ])('says of the module %s what is wrong, and looks at the rest', async (file, written, found, todo) => {
    const { status, of, text, states } = await diagnose(file, written);
    expect(of('module')).toMatchObject({
      status: 'failed',
      found: expect.stringContaining(found),
      todo: expect.stringContaining(todo),
    });
    expect(states).toContain('zone data: ok');
    expect(status).toBe(1);
    expect(text).not.toContain('pass-word');
  });

  it('says of a file that Node does not load to compile it', async () => {
    await writeFile(join(folder, 'app.coffee'), 'a = 1');
    const { status, findings } = await runInProcess('app.coffee');
    expect(findings[0]).toMatchObject({ check: 'module', todo: expect.stringContaining('compiled to') });
    expect(status).toBe(1);
  });

  it('does not wait for ever for a module that does not load', async () => {
    await writeFile(join(folder, 'hangs.mjs'), 'export default () => new Promise(() => {});');
    const { finding } = await loadOptions('hangs.mjs', folder, 20);
    expect(finding).toMatchObject({ status: 'failed', todo: expect.stringContaining('starts nothing') });
  });

  it.each(['database', 'mapping', 'wire', 'sandbox'])('takes no --%s beside it: status 2', async (flag) => {
    const value = flag === 'sandbox' ? server.url : 'x';
    const { status, text } = await diagnose('named.mjs', undefined, [`--${flag}`, value]);
    expect(status).toBe(2);
    expect(text).toContain(`--${flag}`);
  });

  it('ends though the module has a timer that never does, and prints nothing of what the module prints', async () => {
    await writeFile(
      join(folder, 'timer.mjs'),
      `${named(parts())} setInterval(() => {}, 1_000); console.log('loaded');`,
    );
    const { status, findings } = await runInProcess('timer.mjs');
    expect(findings.map(({ check, status: state }) => `${check}: ${state}`)).toEqual(allIsWell);
    expect(status).toBe(0);
  });
});

/** With a Node of its own, which loads the module by itself. */
async function runInProcess(file: string) {
  const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
  const args = ['--import', 'tsx', path('../../src/cli/main.ts'), 'doctor', '--json', '--module'];
  const child = spawn(process.execPath, [...args, join(folder, file)], {
    env: { PATH: process.env.PATH, TSX_TSCONFIG_PATH: path('../tsconfig.children.json') },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk) => said.push(chunk));
  const [status] = await once(child, 'close');
  const { findings } = JSON.parse(Buffer.concat(said).toString()) as { findings: Finding[] };
  return { status, findings };
}

describe('the check of the webhook sender', () => {
  it.each([
    ['believes everybody', acceptUnverified(), 'everybody'],
    ['asks for a code', codeProof(), 'a code proves'],
    ['asks for the secret', urlSecret('sixteen-characters'), '(401)'],
    ['lets in addresses alone', ipAllowList(['198.51.100.0/24']), '(403)'],
  ] as const)('says of one that %s what it is', async (_, verify, found) => {
    const finding = await checkSender({ webhook: { verify, approval: noApproval() } });
    expect(finding).toMatchObject({ status: 'ok', found: expect.stringContaining(found) });
    expect(finding.todo === undefined).toBe(found !== 'everybody');
  });

  it('fails one that does not answer', async () => {
    const webhook: AppOptions['webhook'] = { verify: () => new Promise(() => {}), approval: noApproval() };
    expect(await checkSender({ webhook }, 10)).toMatchObject({ status: 'failed' });
  });
});
