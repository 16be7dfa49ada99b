import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProbeReport } from 'entrata-sdk/probe';
import { FakeEntrata, type SandboxServer } from 'entrata-sdk/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/run-cli.js';
import { recordingTerminal } from './terminal.js';

const sandbox = new FakeEntrata();
const key = 'demo-sandbox-key';
let server: SandboxServer;
let folder: string;
beforeAll(async () => {
  server = await sandbox.listen();
  folder = await mkdtemp(join(tmpdir(), 'entrata-probe-'));
});
beforeEach(() => sandbox.reset());
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const asked = ['--subdomain', 'demo', '--property', '700001'];
async function probe(args: readonly string[], env: Record<string, string> = { ENTRATA_API_KEY: key }) {
  const terminal = recordingTerminal({ SANDBOX_URL: server.url, ...env }, folder);
  const status = await runCli(['probe', ...args], terminal);
  return { status, text: terminal.printed.join('\n'), complaints: terminal.complaints.join('\n') };
}

describe('entrata probe', () => {
  it('shows each call, its parameters and what it found, and says in one line that nothing differs', async () => {
    const { status, text, complaints } = await probe(asked);
    expect(status).toBe(0);
    expect(text).toMatch(
      /^Property 700001 of demo, over the surface gateway\n\noperation +call +HTTP +code +found\n-+/,
    );
    expect(text).toMatch(
      /^getListings +getMitsPropertyUnits r1 +200 +200 +listings 1, floorPlans 3, units 11$/m,
    );
    expect(text).toMatch(/^getProperties, of one that is not there +getProperties r1 +403 +311$/m);
    expect(text).toContain('    getCalendarAvailability r2 (propertyId, fromDate, toDate, tourType)\n');
    expect(text).toContain(
      "Zone of the tour times:\n  getTourAvailability: the property's zone\n  getTourAvailability, from open hours: Mountain time\n",
    );
    expect(text).toContain('  priced units, among the listed ones: 11 of 11\n');
    expect(text).toMatch(/\n\nNo difference: [^\n]+\nNot looked at: the exchange of a code, [^\n]+$/);
    expect(complaints).toMatch(/^1\/11 getProperties\n2\/11 getListings\n/);
  });

  it('makes no more than a dozen calls, none of which changes anything', async () => {
    await probe(asked);
    expect(sandbox.journal.length).toBeLessThanOrEqual(12);
    expect(sandbox.journal.filter(({ method = '' }) => !method.startsWith('get'))).toEqual([]);
  });

  it('prints the report as one JSON object, and nothing besides', async () => {
    const { status, text, complaints } = await probe([...asked, '--json']);
    expect([status, complaints]).toEqual([0, '']);
    const report: ProbeReport = JSON.parse(text);
    expect(report).toMatchObject({
      formatVersion: 1,
      surface: 'gateway',
      subdomain: 'demo',
      propertyId: '700001',
      envelope: [],
      differences: 0,
    });
    expect(report.operations[0]).toEqual({
      operation: 'getProperties',
      calls: [
        {
          service: 'properties',
          method: 'getProperties',
          version: 'r1',
          path: '/ext/orgs/demo/v1/properties',
          parameters: ['propertyIds'],
          httpStatus: 200,
          code: 200,
        },
      ],
      counts: { properties: 1 },
      differences: [],
    });
  });

  it('tells a call that fails as one row, with what to do, and goes on', async () => {
    sandbox.fail({ method: 'getLeadPickLists', fault: { kind: 'status', status: 503 } });
    sandbox.fail({ method: 'getMitsPropertyUnits', fault: { kind: 'html', status: 403 } });
    sandbox.fail({ method: 'getLeadEvents', fault: { kind: 'reset' } });
    const { status, text } = await probe(asked);
    expect(status).toBe(1);
    expect(text).toMatch(/^getLeadPickLists +getLeadPickLists r1 +503 +503 +unavailable +1$/m);
    expect(text).toMatch(/^findLeadEvents +getLeadEvents r1 +none +network +1$/m);
    expect(text).toMatch(/^findLeads +getLeads r1 +200 +200 +leads 0: nothing, as an empty list$/m);
    expect(text).toContain('  forbidden, HTTP 403. The property, or this method, is not opened to your app');
    expect(text).toContain('\n3 differences; because of 3 something is missing.\n  failed: ');
  });

  it('says which part of a listing was refused', async () => {
    sandbox.fail({
      method: 'getUnitsAvailabilityAndPricing',
      fault: { kind: 'error', code: 311, message: 'No permission.' },
    });
    const { text } = await probe(asked);
    expect(text).toContain('  getListings\n    failed forbidden: getUnitsAvailabilityAndPricing\n');
  });

  it('takes options and credential of the user from a module, a Basic login too', async () => {
    const { username, password } = sandbox.companies[0]?.basic ?? { username: '', password: '' };
    await writeFile(
      join(folder, 'own.mjs'),
      `export const auth = ${JSON.stringify({ kind: 'basic', username, password })};
       export const entrata = { wire: { paths: { legacy: '/api' } } };`,
    );
    const { text } = await probe([...asked, '--module', 'own.mjs', '--json'], {});
    const report: ProbeReport = JSON.parse(text);
    expect(report.surface).toBe('legacy');
    expect(report.operations[0]?.calls[0]?.path).toBe('/demo/api/properties');
  });

  it('says what the profile does not name instead of asking for it', async () => {
    await writeFile(
      join(folder, 'short.mjs'),
      `import { inventedIlsWire } from ${JSON.stringify(import.meta.resolve('entrata-sdk'))};
       const { getLeadPickLists, ...ils } = inventedIlsWire;
       export const wire = { ils };`,
    );
    const token = sandbox.issueToken('demo');
    const { status, text } = await probe([...asked, '--wire', 'short.mjs'], { ENTRATA_ACCESS_TOKEN: token });
    expect(text).toMatch(/^getLeadPickLists +not asked$/m);
    expect(text).toContain('Not asked:\n  getLeadPickLists: The wire profile does not name this call');
    expect(status).toBe(0);
  });

  it.each([
    [['--subdomain', 'demo'], '--property'],
    [['--subdomain', 'a.b', '--property', '1'], 'DNS label'],
    [['--subdomain', 'demo', '--property', 'x'], '--property'],
    [[...asked, '--module', 'missing.mjs'], '--module'],
    [[...asked, '--module', 'empty.mjs'], 'exports none'],
    [[...asked, '--module', 'wrong.mjs'], 'timeoutMs'],
  ])('ends with status 2 and says why when called with %j', async (args, why) => {
    await writeFile(join(folder, 'empty.mjs'), 'export const nothing = 1;');
    await writeFile(join(folder, 'wrong.mjs'), 'export const entrata = { timeoutMs: -1 };');
    const { status, text, complaints } = await probe(args);
    expect([status, text]).toEqual([2, '']);
    expect(complaints).toContain(why);
  });

  it('wants a credential, and says where it comes from', async () => {
    const { status, complaints } = await probe(asked, {});
    expect(status).toBe(2);
    expect(complaints).toContain('ENTRATA_ACCESS_TOKEN');
  });

  it('says in its help what it does and how it ends', async () => {
    const { status, text } = await probe(['--help']);
    expect(status).toBe(0);
    expect(text).toContain('Exit status: 0 no difference, 1 differences, 2 called wrongly.');
  });
});
