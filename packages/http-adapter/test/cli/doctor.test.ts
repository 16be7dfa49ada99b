import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeEntrata, type SandboxServer } from 'entrata-sdk/testing';
import { migrate, openSqlite } from 'entrata-store/knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../../entrata-store/test/support/databases.js';
import { openFirstRelease } from '../../../entrata-store/test/support/first-release.js';
import { checkZones } from '../../src/cli/doctor/check-zones.js';
import type { Finding } from '../../src/cli/doctor/finding.js';
import { runCli } from '../../src/cli/run-cli.js';
import { recordingTerminal } from './terminal.js';

const sandbox = new FakeEntrata();
const [company] = sandbox.companies;
if (company === undefined) throw new Error('the sandbox has no company');
const [property] = company.properties;
let server: SandboxServer;
let folder: string;

beforeAll(async () => {
  server = await sandbox.listen();
  folder = await mkdtemp(join(tmpdir(), 'entrata-doctor-'));
  const knex = openSqlite(join(folder, 'migrated.sqlite'));
  await migrate(knex);
  await knex.destroy();
  const empty = openSqlite(join(folder, 'empty.sqlite'));
  await empty.raw('create table other (id integer)');
  await empty.destroy();
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

interface Diagnosis {
  readonly status: number;
  readonly findings: Readonly<Record<string, Finding>>;
  readonly text: string;
}

async function diagnose(args: readonly string[], env: Record<string, string> = {}): Promise<Diagnosis> {
  const terminal = recordingTerminal({ SANDBOX_URL: server.url, ...env });
  const status = await runCli(['doctor', '--json', ...args], terminal);
  const text = [...terminal.printed, ...terminal.complaints].join('\n');
  const { findings } = JSON.parse(terminal.printed.join('')) as { findings: Finding[] };
  return { status, text, findings: Object.fromEntries(findings.map((finding) => [finding.check, finding])) };
}

const subdomain = ['--subdomain', company.subdomain];

describe('entrata doctor', () => {
  it('finds nothing wrong where all is well', async () => {
    const { status, findings } = await diagnose(
      [...subdomain, '--property', property?.id ?? '', '--database', join(folder, 'migrated.sqlite')],
      {
        ENTRATA_CLIENT_ID: sandbox.oauth.clientId,
        ENTRATA_CLIENT_SECRET: sandbox.oauth.clientSecret,
        ENTRATA_API_KEY: company.apiKey,
        LEAD_SOURCE_ID: '105949',
        ENTRATA_WIRE: 'invented',
      },
    );
    const states = Object.values(findings).map(({ check, status: state }) => [check, state]);
    expect(states).toEqual([
      ['reachability', 'ok'],
      ['clock', 'ok'],
      ['zone data', 'ok'],
      ['partner credentials', 'ok'],
      ['wire profile', 'ok'],
      ["client's credential", 'ok'],
      ['lead source', 'ok'],
      ['database', 'ok'],
    ]);
    expect(status).toBe(0);
  });

  it('skips what it was given nothing for, says what to give, and counts it as no failure', async () => {
    const { status, findings } = await diagnose([]);
    expect(status).toBe(0);
    expect(findings["client's credential"]).toMatchObject({ status: 'skipped' });
    expect(findings["client's credential"]?.todo).toContain('ENTRATA_ACCESS_TOKEN');
    expect(findings.database?.todo).toContain('--database');
    expect(findings['wire profile']).toMatchObject({ status: 'skipped' });
    expect(findings['wire profile']?.todo).toContain('ENTRATA_WIRE');
    expect(findings['lead source']?.todo).toContain('LEAD_SOURCE_ID');
  });

  it('names the calls that a wire profile lacks', async () => {
    await writeFile(join(folder, 'wire.mjs'), 'export const wire = { paths: { ils: "/api/ils" } };');
    const { status, findings } = await diagnose(['--wire', join(folder, 'wire.mjs')], { SANDBOX_URL: '' });
    expect(findings['wire profile']?.found).toContain('approveProperty, getTourAvailability, sendLeads');
    expect(status).toBe(1);
  });

  it('names whose a token is, and fails with the way out when it is refused', async () => {
    const good = await diagnose(subdomain, { ENTRATA_ACCESS_TOKEN: sandbox.issueToken(company.subdomain) });
    expect(good.findings["client's credential"]?.found).toContain(`cid ${company.cid}`);
    const bad = await diagnose(subdomain, { ENTRATA_ACCESS_TOKEN: 'made-up-token-123' });
    expect(bad.status).toBe(1);
    expect(bad.findings["client's credential"]).toMatchObject({ status: 'failed' });
    expect(bad.findings["client's credential"]?.todo).toContain('authorise again');
    expect(bad.text).not.toContain('made-up-token-123');
  });

  it('finds a lead source that the property does not have, and lists those it has', async () => {
    const { status, findings } = await diagnose(
      [...subdomain, '--property', property?.id ?? '', '--lead-source', '4711'],
      { ENTRATA_API_KEY: company.apiKey },
    );
    expect(status).toBe(1);
    expect(findings['lead source']).toMatchObject({ status: 'failed' });
    expect(findings['lead source']?.todo).toContain('105949');
  });

  it('finds half-given and badly copied partner credentials', async () => {
    const half = await diagnose([], { ENTRATA_CLIENT_ID: 'id' });
    expect(half.findings['partner credentials']?.found).toBe('ENTRATA_CLIENT_SECRET is not set');
    const padded = await diagnose([], { ENTRATA_CLIENT_ID: 'id', ENTRATA_CLIENT_SECRET: 'hush\n' });
    expect(padded.findings['partner credentials']).toMatchObject({ status: 'failed' });
    expect(padded.text).not.toContain('hush');
  });

  it('fails when nobody answers, and still looks at the rest', async () => {
    const { status, findings } = await diagnose(['--sandbox', 'http://127.0.0.1:9']);
    expect(status).toBe(1);
    expect(findings.reachability).toMatchObject({ status: 'failed' });
    expect(findings.clock).toMatchObject({ status: 'skipped' });
    expect(findings['zone data']).toMatchObject({ status: 'ok' });
  });

  it('fails when the clock is more than half a minute off', async () => {
    const late = createServer((_, response) => {
      response.sendDate = false;
      response.setHeader('date', new Date(Date.now() + 90_000).toUTCString());
      response.end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => late.once('listening', resolve));
    const { port } = late.address() as AddressInfo;
    const { findings } = await diagnose(['--sandbox', `http://127.0.0.1:${port}`]);
    late.close();
    expect(findings.clock).toMatchObject({ status: 'failed' });
    expect(findings.clock?.found).toMatch(/^(8\d|9\d)\.\d s behind/);
    expect(findings.clock?.todo).toContain('NTP');
  });

  it.each([
    ['missing.sqlite', 'there is no such SQLite file'],
    ['empty.sqlite', 'holds none of our tables'],
  ])('fails for the database %s: %s', async (file, found) => {
    const { status, findings } = await diagnose(['--database', join(folder, file)]);
    expect(status).toBe(1);
    expect(findings.database?.found).toContain(found);
  });

  it('fails for a database that does not answer, and does not print its password', async () => {
    const { findings, text } = await diagnose(['--database', 'postgres://me:pass-word@127.0.0.1:9/db']);
    expect(findings.database).toMatchObject({ status: 'failed', found: 'cannot be used: ECONNREFUSED' });
    expect(findings.database?.todo).toContain('host and port');
    expect(text).not.toContain('pass-word');
  });

  it('fails for an address that is of no database it knows', async () => {
    const { findings } = await diagnose(['--database', 'redis://127.0.0.1:6379']);
    expect(findings.database).toMatchObject({ status: 'failed' });
    expect(findings.database?.todo).toContain('postgres://…, mysql://…');
  });

  it('prints the ALTERs that existing tables need, and fails until they fit', async () => {
    const knex = openSqlite(join(folder, 'portal.sqlite'));
    await migrate(knex);
    await knex.raw('create table people (id text primary key, role text, name text, created_at integer)');
    const mapping = join(folder, 'tables.mjs');
    await writeFile(mapping, "export const tables = { users: { name: 'people' } };");
    const args = ['--database', join(folder, 'portal.sqlite'), '--mapping', mapping];
    const lacking = await diagnose(args);
    expect(lacking.status).toBe(1);
    const alters = lacking.findings.mapping?.todo?.match(/alter table [^;]+/g) ?? [];
    expect(alters.join()).toContain('company_name');
    for (const alter of alters) await knex.raw(alter);
    await knex.destroy();
    expect((await diagnose(args)).findings.mapping).toMatchObject({ status: 'ok' });
  });

  it('refuses a mapping module without tables', async () => {
    const mapping = join(folder, 'nothing.mjs');
    await writeFile(mapping, 'export const other = 1;');
    const { findings } = await diagnose([
      '--database',
      join(folder, 'migrated.sqlite'),
      '--mapping',
      mapping,
    ]);
    expect(findings.mapping).toMatchObject({ status: 'failed' });
    expect(findings.mapping?.todo).toContain('exports `tables`');
  });

  it('says what to install where knex is not to be had', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'entrata-doctor-bare-'));
    await writeFile(join(elsewhere, 'package.json'), '{}');
    const terminal = recordingTerminal({ SANDBOX_URL: server.url }, elsewhere);
    expect(await runCli(['doctor', '--database', 'mysql://127.0.0.1/db'], terminal)).toBe(1);
    await rm(elsewhere, { recursive: true });
    expect(terminal.printed.join()).toContain('npm install knex mysql2');
  });

  it('prints a table, what to do, and how many failed', async () => {
    const terminal = recordingTerminal({ SANDBOX_URL: server.url, ENTRATA_CLIENT_ID: 'id' });
    expect(await runCli(['doctor'], terminal)).toBe(1);
    const text = terminal.printed.join('\n');
    expect(text).toMatch(/^check +result +found\n-+/);
    expect(text).toMatch(/\nWhat to do:\n {2}partner credentials: Set it/);
    expect(text).toMatch(/\n1 failed\.$/);
  });
});

describe('the zone check', () => {
  it('fails where a zone is unknown or has other offsets', () => {
    const chicagoOnly = (zone: string, instant: string) =>
      zone === 'America/Chicago' ? (instant.includes('-01-') ? -360 : -300) : undefined;
    const finding = checkZones(chicagoOnly);
    expect(finding.status).toBe('failed');
    expect(finding.found).toContain('America/Phoenix');
    expect(finding.found).not.toContain('America/Chicago');
  });
});

await describeOnEachDatabase(
  'entrata doctor',
  (database) => {
    it('says that a database is not there', async () => {
      const { address, drop } = await database.open();
      const url = new URL('url' in address ? address.url : '');
      url.pathname = '/nobody_made_it';
      const { findings } = await diagnose(['--database', url.href]);
      await drop();
      expect(findings.database).toMatchObject({ status: 'failed', todo: expect.stringMatching(/^Create/) });
    });
  },
  ['postgres', 'mariadb'],
);

await describeOnEachDatabase(
  'entrata doctor with a mapping that was written for the first release',
  (database) => {
    it('warns of each later column with its ALTER, and does not fail', async () => {
      const { address, drop } = await openFirstRelease(database);
      if (address.name !== 'sqlite') throw new Error('SQLite only');
      const mapping = join(folder, 'first-release.mjs');
      await writeFile(mapping, "export const tables = { viewings: { name: 'viewings' } };");
      const { findings } = await diagnose(['--database', address.filename, '--mapping', mapping]);
      await drop();
      expect(findings.mapping).toMatchObject({
        status: 'ok',
        found: expect.stringMatching(/^fits; \d+ warnings$/),
        todo: expect.stringMatching(
          /warning: viewings\.sent_email does not exist: .*alter table .* add column/,
        ),
      });
    });
  },
  ['sqlite'],
);
