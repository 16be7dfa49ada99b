import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inventedIlsWire } from 'entrata-sdk';
import { FakeEntrata, type SandboxServer } from 'entrata-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/run-cli.js';
import { recordingTerminal } from './terminal.js';

const sandbox = new FakeEntrata({ clock: { now: () => Date.parse('2026-01-12T15:00:00Z') } });
let server: SandboxServer;
beforeAll(async () => {
  server = await sandbox.listen();
});
afterAll(() => server.close());

const denver = sandbox.companies
  .flatMap(({ subdomain, properties }) => properties.map((property) => ({ subdomain, ...property })))
  .find(({ city }) => city === 'Denver');
if (denver === undefined) throw new Error('the sandbox has nothing in Denver');

const asked = [
  '--subdomain',
  denver.subdomain,
  '--property',
  denver.id,
  '--from',
  '2026-01-13',
  '--days',
  '2',
];
const terminalFor = (token = sandbox.issueToken(denver.subdomain)) =>
  recordingTerminal({ ENTRATA_ACCESS_TOKEN: token, SANDBOX_URL: server.url });

describe('entrata slots', () => {
  it('shows each slot as Entrata sent it and as it reads in America/Chicago', async () => {
    const terminal = terminalFor();
    expect(await runCli(['slots', ...asked], terminal)).toBe(0);
    const [text = ''] = terminal.printed;
    expect(text).toMatch(/^raw date +raw time +date +in America\/Chicago\n-+/);
    expect(text).toMatch(/^2026-01-13 {2}10:00 MST - 10:30 MST {2}2026-01-13 {2}11:00 CST - 11:30 CST$/m);
    expect(text).toMatch(/\n\d+ tour times, 2026-01-13 to 2026-01-14\.$/);
  });

  it('prints the same as one JSON object, raw texts unchanged', async () => {
    const terminal = terminalFor();
    expect(await runCli(['slots', ...asked, '--json', '--time-zone', 'America/New_York'], terminal)).toBe(0);
    const printed = JSON.parse(terminal.printed.join('\n'));
    expect(printed).toMatchObject({
      propertyId: denver.id,
      from: '2026-01-13',
      to: '2026-01-14',
      supported: true,
    });
    expect(printed.slots).toContainEqual({
      rawDate: '2026-01-13',
      rawTime: '10:00 MST - 10:30 MST',
      startsAt: '2026-01-13T17:00:00.000Z',
      endsAt: '2026-01-13T17:30:00.000Z',
      date: '2026-01-13',
      label: '12:00 EST - 12:30 EST',
      problem: null,
    });
  });

  it('asks the gateway with an API key', async () => {
    const company = sandbox.companies.find(({ subdomain }) => subdomain === denver.subdomain);
    const terminal = recordingTerminal({ ENTRATA_API_KEY: company?.apiKey ?? '', SANDBOX_URL: server.url });
    expect(await runCli(['slots', ...asked], terminal)).toBe(0);
    expect(terminal.printed.join()).toContain('10:00 MST - 10:30 MST');
    expect(sandbox.journal.at(-1)?.method).toBe('getCalendarAvailability');
  });

  it('sends nothing of the invented wire to Entrata unless told to', async () => {
    const terminal = recordingTerminal({ ENTRATA_ACCESS_TOKEN: 'a-token' });
    expect(await runCli(['slots', ...asked], terminal)).toBe(1);
    expect(terminal.complaints.join()).toContain('Give --wire');
  });

  it('speaks the wire that a module of the user names', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'entrata-ils-'));
    const renamed = { ...inventedIlsWire.getTourAvailability, method: 'getToursByContract' };
    const ils = JSON.stringify({ ...inventedIlsWire, getTourAvailability: renamed });
    await writeFile(join(folder, 'wire.mjs'), `export const wire = { ils: ${ils} };`);
    await writeFile(join(folder, 'default.mjs'), `export default { ils: ${ils} };`);
    await writeFile(join(folder, 'odd.mjs'), `export const wire = { ils: { sendLeads: {} } };`);
    await writeFile(join(folder, 'nothing.mjs'), 'export const other = 1;');
    const env = { ENTRATA_ACCESS_TOKEN: sandbox.issueToken(denver.subdomain), SANDBOX_URL: server.url };
    expect(await runCli(['slots', ...asked, '--wire', 'wire.mjs'], recordingTerminal(env, folder))).toBe(1);
    expect(sandbox.journal.at(-1)?.method).toBe('getToursByContract');
    const byVariable = recordingTerminal({ ...env, ENTRATA_WIRE: './default.mjs' }, folder);
    expect(await runCli(['slots', ...asked], byVariable)).toBe(1);
    expect(sandbox.journal.at(-1)?.method).toBe('getToursByContract');
    const terminal = recordingTerminal(env, folder);
    expect(await runCli(['slots', ...asked, '--wire', './nothing.mjs'], terminal)).toBe(2);
    expect(terminal.complaints.join()).toContain('exports no `wire`');
    const odd = recordingTerminal(env, folder);
    expect(await runCli(['slots', ...asked, '--wire', './odd.mjs'], odd)).toBe(2);
    expect(odd.complaints.join()).toContain('wire.ils.sendLeads.service must be');
    await rm(folder, { recursive: true });
  });

  it('needs a credential in the environment, and only one', async () => {
    const none = recordingTerminal({ SANDBOX_URL: server.url });
    expect(await runCli(['slots', ...asked], none)).toBe(2);
    expect(none.complaints.join()).toContain('Set ENTRATA_ACCESS_TOKEN');
    const both = recordingTerminal({ ENTRATA_ACCESS_TOKEN: 'a', ENTRATA_API_KEY: 'b' });
    expect(await runCli(['slots', ...asked], both)).toBe(2);
    expect(both.complaints.join()).toContain('both set');
    const far = recordingTerminal({ ENTRATA_ACCESS_TOKEN: 'a', SANDBOX_URL: 'ftp://127.0.0.1' });
    expect(await runCli(['slots', ...asked], far)).toBe(2);
    expect(far.complaints.join()).toContain('SANDBOX_URL must be an address of this machine');
  });

  it('says that a refused token is refused, and shows none', async () => {
    const terminal = terminalFor('not-the-token');
    expect(await runCli(['slots', ...asked], terminal)).toBe(1);
    expect(terminal.complaints.join()).toContain('The token or key is refused');
    expect([...terminal.complaints, ...terminal.printed].join()).not.toContain('not-the-token');
  });

  it.each([
    [['slots', '--property', '1'], "required option '--subdomain"],
    [['slots', ...asked, '--days', '0'], 'whole number from 1 to 60'],
    [['slots', ...asked, '--days', 'seven'], 'whole number from 1 to 60'],
    [['slots', ...asked, '--from', '2026-02-30'], 'must be a day'],
    [['slots', ...asked, '--time-zone', 'America/Chicgo'], 'IANA time zone'],
    [['slots', ...asked, '--tour-type', 'GUIDED'], 'Allowed choices are'],
    [['slots', ...asked, '--sandbox', 'localhost'], 'must be an address'],
    [['slots', ...asked, '--sandbox', 'https://sandbox.example.test'], 'address of this machine'],
    [['slots', ...asked, '--jsn'], "unknown option '--jsn'"],
    [['slot'], "unknown command 'slot'"],
    [['slots', ...asked, '--subdomain', 'evil.test/'], 'one DNS label'],
    [['slots', ...asked, '--from', '9999-12-31'], "option '--from <day>'"],
    [['slots', ...asked, '--from', '0000-01-01'], "option '--from <day>'"],
    [['slots', ...asked, '--property', '1e3'], '--property must be an id of Entrata'],
    [['doctor', '--property', '1e3'], '--property must be an id of Entrata'],
    [['doctor', '--lead-source', 'website'], '--lead-source must be an id of Entrata'],
    [['slots', ...asked, '--wire', './nowhere.mjs'], '--wire: the module cannot be loaded'],
    [['sandbox', '--port', '99999'], "option '--port <number>'"],
    [['sandbox', '--host', ''], "option '--host <address>'"],
  ])('refuses %j with status 2 and says why', async (args, complaint) => {
    const terminal = terminalFor();
    expect(await runCli(args, terminal)).toBe(2);
    expect(terminal.complaints.join('\n')).toContain(complaint);
    expect(terminal.printed).toEqual([]);
  });

  it('says what to look at when the property is not open to the token', async () => {
    const terminal = terminalFor();
    expect(await runCli(['slots', '--subdomain', denver.subdomain, '--property', '999'], terminal)).toBe(1);
    expect(terminal.complaints.join()).toContain('Check --property');
  });

  it('tells its version', async () => {
    const terminal = terminalFor();
    expect(await runCli(['--version'], terminal)).toBe(0);
    expect(terminal.printed).toEqual(['1.2.3']);
  });

  it('shows help for itself and for the whole', async () => {
    const terminal = terminalFor();
    expect(await runCli(['--help'], terminal)).toBe(0);
    expect(await runCli(['slots', '--help'], terminal)).toBe(0);
    const text = terminal.printed.join('\n');
    for (const word of ['sandbox', 'slots', 'doctor', '--tour-type', 'ENTRATA_ACCESS_TOKEN']) {
      expect(text).toContain(word);
    }
  });
});

describe('entrata slots with slot texts that cannot be read', () => {
  it('shows them raw, with what could steer a terminal written out', async () => {
    const tourTime = ['\u001b[2J10:00 XYZ - 10:30 XYZ'];
    const availableTours = { availableTour: [{ tourDate: '2026-01-13', tourTime }] };
    const body = JSON.stringify({ response: { code: 200, result: { availableTours } } });
    sandbox.fail({ method: 'getTourAvailability', fault: { kind: 'status', status: 200, body } });
    const terminal = terminalFor();
    expect(await runCli(['slots', ...asked], terminal)).toBe(0);
    const text = terminal.printed.join();
    expect(text).toContain('\\u001b[2J10:00 XYZ - 10:30 XYZ');
    expect(text).not.toContain('\u001b');
    expect(text).toContain('1 cannot be read');
  });
});
