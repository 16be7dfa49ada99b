import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEntrata } from 'entrata-sdk';
import { FakeEntrata } from 'entrata-sdk/testing';
import { createMemoryStore } from 'entrata-store';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { runCli } from '../../src/cli/run-cli.js';
import {
  type AppOptions,
  acceptUnverified,
  answerApproval,
  codeProof,
  createApp,
  ipAllowList,
  noApproval,
} from '../../src/index.js';
import { startServer } from '../../src/node/index.js';
import { type Rig, startRig, webhookSecret } from '../support/rig.js';
import { recordingTerminal } from './terminal.js';

let rig: Rig;
let folder: string;
beforeAll(async () => {
  rig = await startRig({ store: createMemoryStore(), withoutWorkers: true });
  folder = await mkdtemp(join(tmpdir(), 'entrata-webhook-'));
});
afterAll(async () => {
  await rig?.stop();
  await rm(folder, { recursive: true });
});

async function send(args: readonly string[], env: Record<string, string> = {}) {
  const terminal = recordingTerminal(env, folder);
  const status = await runCli(['webhook', 'send', ...args], terminal);
  return { status, printed: terminal.printed.join('\n'), complaint: terminal.complaints.join('\n') };
}

const about = (cid: string, property?: string) => [
  '--cid',
  cid,
  ...(property === undefined ? [] : ['--property', property]),
];

/** An app of its own, with other checks than the rig's. */
async function startApp(webhook: Partial<AppOptions['webhook']>, wire = {}): Promise<string> {
  const sandbox = new FakeEntrata({ wire });
  const entrataServer = await sandbox.listen();
  const entrata = createEntrata({ oauth: sandbox.oauth, ...entrataServer.options });
  const store = createMemoryStore();
  const app = createApp({
    entrata,
    store,
    webhook: { verify: codeProof(), approval: noApproval(), deadlineMs: 30_000, ...webhook },
    authenticate: async () => undefined,
  });
  const server = await startServer(app, { startWorkers: false });
  onTestFinished(async () => {
    await server.stop();
    await entrata.close();
    await entrataServer.close();
    await store.close();
  });
  return `${server.url}/webhooks/entrata`;
}

describe('entrata webhook send', () => {
  it('sends an activation with its code, and shows neither the code nor the secret of the URL', async () => {
    const code = rig.sandbox.issueCode('demo');
    const args = ['--url', rig.webhookUrl, '--type', 'ACTIVATION', ...about('4101', '700001')];
    const { status, printed } = await send([...args, '--subdomain', 'demo', '--code', code]);
    const [request, answer, meaning] = printed.split('\n');
    expect(request).toBe(
      `GET ${rig.url}/webhooks/entrata/***?cid=4101&subdomain=demo&auth_code=***&property_id=700001&request_type=ACTIVATION`,
    );
    expect(answer).toMatch(/^200 accepted, log id [\w-]{36}$/);
    expect(meaning).toContain('committed');
    expect(status).toBe(0);
    expect(printed).not.toContain(code);
    expect(printed).not.toContain(webhookSecret);
    const logId = /log id (\S+)/.exec(printed)?.[1] ?? '';
    expect(await rig.store.webhooks.find(logId)).toMatchObject({ cid: '4101', outcome: 'accepted' });
    expect(await rig.store.clients.findByCid('4101')).toMatchObject({ subdomain: 'demo' });
  });

  it('reads the URL from the environment, and tells what was taken from what was not with --json', async () => {
    const env = { WEBHOOK_URL: rig.webhookUrl };
    const run = async (type: string, more: readonly string[] = []) => {
      const args = ['--json', '--type', type, ...about('4102', '700101'), ...more];
      const { status, printed } = await send(args, env);
      return { status, ...JSON.parse(printed) };
    };
    const early = await run('SUSPENDED');
    expect(early).toMatchObject({ status: 1, answer: { outcome: 'held', code: 'unknown_client' } });
    expect(early.todo).toContain('ACTIVATION with a code');
    const without = await run('ACTIVATION');
    expect(without).toMatchObject({ status: 1, isTaken: false, answer: { code: 'invalid_request' } });
    expect(without.todo).toContain('--code');
    const code = rig.sandbox.issueCode('coppermesa');
    const connect = ['--subdomain', 'coppermesa', '--company', 'A & B', '--code', code];
    expect(await run('ACTIVATION', connect)).toMatchObject({ status: 0, answer: { outcome: 'accepted' } });
    expect(await run('ACTIVATION', connect)).toMatchObject({ status: 0, answer: { outcome: 'duplicate' } });
    const suspended = await run('suspended', ['--param', 'feed_type=full', '--param', 'note=a=b']);
    expect(suspended).toMatchObject({ status: 0, answer: { outcome: 'accepted' } });
    expect(suspended.request.url).toMatch(/&request_type=suspended&feed_type=full&note=a%3Db$/);
    const unknown = await run('SOMETHING_NEW');
    expect(unknown).toMatchObject({ status: 0, isTaken: true, answer: { outcome: 'ignored' } });
    expect(unknown.todo).toContain('requestTypes');
    const used = await run('ACTIVATION', ['--subdomain', 'coppermesa', '--code', 'made-up']);
    expect(used).toMatchObject({ status: 1, answer: { httpStatus: 422, code: 'code_rejected' } });
    const other = await run('ACTIVATION', [
      '--subdomain',
      'coppermesa',
      '--code',
      rig.sandbox.issueCode('demo'),
    ]);
    expect(other).toMatchObject({ status: 1, answer: { httpStatus: 409, code: 'client_mismatch' } });
    const twice = await run('SUSPENDED', ['--param', 'cid=1']);
    expect(twice).toMatchObject({ status: 1, answer: { code: 'invalid_request', field: 'cid' } });
    expect(twice.todo).toContain('--cid');
  });

  it.each([
    ['a URL without the secret', '/webhooks/entrata', [], 401, 'End --url with the secret'],
    ['another path', '/webhooks/elsewhere', [], 404, 'paths.webhook'],
    ['a method that is not taken', '/webhooks/entrata/x', ['--method', 'POST'], 405, 'wire.webhook.methods'],
    ['a query beyond the limit', '/webhooks/entrata/x', ['--company', 'x'.repeat(9_000)], 414, 'Send less'],
  ] as const)('says with status 1 what to do about %s', async (_, path, more, httpStatus, todo) => {
    const args = ['--url', `${rig.url}${path}`, '--type', 'SUSPENDED', ...about('4102', '700102'), ...more];
    const { status, printed } = await send(args);
    expect(status).toBe(1);
    expect(printed).toContain(`\n${httpStatus} `);
    expect(printed).toContain(`What to do: `);
    expect(printed).toContain(todo);
  });

  it('tells apart what is held, what is refused, and an approval that is the answer', async () => {
    const event = ['--type', 'SUSPENDED', ...about('4101', '700001')];
    const held = await send(['--url', await startApp({}), ...event]);
    expect(held).toMatchObject({ status: 1, printed: expect.stringContaining('202 held unproven, log id ') });
    expect(held.printed).toContain('What to do: Give a fresh code');
    const refused = await send(['--url', await startApp({ verify: ipAllowList(['192.0.2.1']) }), ...event]);
    expect(refused).toMatchObject({ status: 1, printed: expect.stringContaining('403 forbidden') });
    const approval = answerApproval(() => ({ body: 'Yes.' }));
    const url = await startApp({ verify: acceptUnverified(), approval });
    const args = ['--url', url, '--type', 'ACTIVATION', ...about('4101', '700001'), '--subdomain', 'demo'];
    const unsure = await send([...args, '--code', 'nobody-issued-it']);
    expect(unsure).toMatchObject({ status: 1, printed: expect.stringContaining('422 code_rejected') });
  });

  it('has a sandbox that runs issue the code, whose app answers with its approval', async () => {
    const terminal = recordingTerminal();
    const serving = runCli(['sandbox', '--port', '0', '--json'], terminal);
    const { url, oauth, options } = JSON.parse(
      await vi.waitFor(() => terminal.printed[0] ?? Promise.reject(new Error('not yet')), 20_000),
    );
    const entrata = createEntrata({ oauth, ...options });
    const store = createMemoryStore();
    const app = createApp({
      entrata,
      store,
      webhook: {
        verify: codeProof(),
        approval: answerApproval(() => ({ body: 'Yes.' })),
        deadlineMs: 30_000,
      },
      authenticate: async () => undefined,
    });
    const server = await startServer(app, { startWorkers: false });
    onTestFinished(async () => {
      await server.stop();
      await entrata.close();
      await store.close();
      terminal.stop();
      await serving;
    });
    const args = ['--url', `${server.url}/webhooks/entrata`, '--type', 'ACTIVATION', '--sandbox', url];
    const { status, printed } = await send([...args, ...about('4101', '700002')]);
    expect(printed).toMatch(
      /\?cid=4101&company_name=\S+&subdomain=demo&auth_code=\*\*\*&property_id=700002&/,
    );
    expect(printed).toMatch(/\n200, log id \S+\nThe approval is the answer/);
    expect(status).toBe(0);
    expect(await store.clients.findByCid('4101')).toMatchObject({ subdomain: 'demo' });
    const suggested = recordingTerminal();
    const suggesting = runCli(['sandbox', '--port', '0'], suggested);
    const text = await vi.waitFor(() => suggested.printed[0] ?? Promise.reject(new Error('not yet')), 20_000);
    suggested.stop();
    await suggesting;
    const [, words = ''] = /entrata webhook send (.*) --url/.exec(text) ?? [];
    expect((await send(['--url', server.url, '--dry-run', ...words.split(' ')])).printed).toContain(
      'auth_code',
    );
    const nobody = await send([...args, ...about('1')]);
    expect(nobody).toMatchObject({
      status: 2,
      complaint: expect.stringContaining('--cid: the sandbox has no'),
    });
  });

  it("speaks the deployment's own names, ids, types and method", async () => {
    const wire = {
      webhook: {
        methods: ['POST'],
        parameters: { cid: ['company'], requestType: ['event'], propertyId: ['home'] },
        requestTypes: { Hello: 'ignore' },
      },
      ids: /[A-Z]+-\d+/,
    } as const;
    await writeFile(
      join(folder, 'wire.mjs'),
      `export const wire = { ...${JSON.stringify(wire)}, ids: /[A-Z]+-\\d+/ };`,
    );
    const url = await startApp({ verify: acceptUnverified() }, wire);
    const args = ['--url', url, '--type', 'Hello', ...about('CO-1', 'HOME-7')];
    const { status, printed } = await send([...args, '--wire', './wire.mjs']);
    expect(printed).toMatch(
      /^POST \S+\/webhooks\/entrata with the form company=CO-1&home=HOME-7&event=Hello\n200 ignored/,
    );
    expect(status).toBe(0);
    const usual = await send([...args, '--method', 'POST']);
    expect(usual).toMatchObject({ status: 2, complaint: expect.stringContaining('--cid must be an id') });
    const other = await send([...args, '--property', '7'], { ENTRATA_WIRE: join(folder, 'wire.mjs') });
    expect(other).toMatchObject({
      status: 2,
      complaint: expect.stringContaining('--property must be an id'),
    });
  });

  it('shows with --dry-run what it would send, and sends nothing', async () => {
    const args = ['--type', 'ACTIVATION', ...about('4103'), '--sandbox', 'http://127.0.0.1:9', '--dry-run'];
    const dry = await send(['--url', 'http://127.0.0.1:9/webhooks/entrata?key=1', ...args]);
    expect(dry).toEqual({
      status: 0,
      complaint: '',
      printed: 'GET http://127.0.0.1:9/webhooks/entrata?key=1&cid=4103&auth_code=***&request_type=ACTIVATION',
    });
    const post = await send(['--url', rig.webhookUrl, ...args, '--method', 'POST', '--json']);
    expect(JSON.parse(post.printed)).toEqual({
      request: {
        method: 'POST',
        url: `${rig.url}/webhooks/entrata/***`,
        body: 'cid=4103&auth_code=***&request_type=ACTIVATION',
      },
    });
    expect((await rig.store.webhooks.list({ cid: '4103' }, { limit: 1 })).items).toEqual([]);
  });

  it('says with status 1 that nobody listens, and what is no adapter', async () => {
    const event = ['--type', 'SUSPENDED', ...about('4101')];
    const page = createServer((request, response) => {
      if (request.url?.startsWith('/moved')) response.writeHead(301, { location: '/', connection: 'close' });
      else response.setHeader('connection', 'close');
      response.end('<html>Hello</html>');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => page.once('listening', resolve));
    const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
    const stranger = await send(['--url', url, ...event]);
    expect(stranger).toMatchObject({
      status: 1,
      printed: expect.stringContaining('no answer of the adapter'),
    });
    const moved = await send(['--url', `${url}/moved`, ...event]);
    expect(moved).toMatchObject({ status: 1, printed: expect.stringContaining('redirects') });
    await new Promise((resolve) => page.close(resolve));
    const noSandbox = await send(['--url', url, ...event, '--sandbox', url]);
    expect(noSandbox).toMatchObject({ status: 1, complaint: expect.stringContaining('`entrata sandbox`') });
    const nobody = await send(['--url', url, ...event, '--json']);
    expect(nobody.status).toBe(1);
    expect(JSON.parse(nobody.printed)).toMatchObject({
      answer: null,
      meaning: 'No answer (ECONNREFUSED). Nobody listens there.',
      todo: expect.stringContaining('Start the server'),
    });
  });

  it.each([
    [['--type', 'X', '--cid', '1'], 'Give --url (or set WEBHOOK_URL)'],
    [['--url', 'ftp://x', '--type', 'X', '--cid', '1'], '--url'],
    [['--url', 'http://127.0.0.1/#x', '--type', 'X', '--cid', '1'], '--url'],
    [['--url', 'http://127.0.0.1', '--cid', '1'], '--type'],
    [['--url', 'http://127.0.0.1', '--type', ' ', '--cid', '1'], '--type'],
    [['--url', 'http://127.0.0.1', '--type', 'X'], '--cid'],
    [['--url', 'http://127.0.0.1', '--type', 'X', '--cid', 'x'], '--cid'],
    [['--url', 'http://127.0.0.1', '--type', 'X', '--cid', '1', '--param', 'x'], '--param'],
    [['--url', 'http://127.0.0.1', '--type', 'X', '--cid', '1', '--method', 'PUT'], '--method'],
    [['--url', 'http://127.0.0.1', '--type', 'X', '--cid', '1', '--colour', 'red'], '--colour'],
    [
      [
        '--url',
        'http://127.0.0.1',
        '--type',
        'X',
        '--cid',
        '1',
        '--code',
        'x',
        '--sandbox',
        'http://127.0.0.1:9',
      ],
      '--code or --sandbox',
    ],
  ])('%j is called wrongly: status 2', async (args, complaint) => {
    const { status, complaint: said } = await send(args);
    expect(said).toContain(complaint);
    expect(status).toBe(2);
  });

  it('is what `entrata webhook` names, and neither that nor another word does anything', async () => {
    for (const args of [['webhook'], ['webhook', 'receive']]) {
      const terminal = recordingTerminal();
      expect(await runCli(args, terminal)).toBe(2);
    }
    const terminal = recordingTerminal();
    expect(await runCli(['webhook', '--help'], terminal)).toBe(0);
    expect(terminal.printed.join()).toContain('send any event to an adapter that runs');
  });
});
