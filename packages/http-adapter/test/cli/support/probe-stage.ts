import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bearer, createEntrata } from 'entrata-sdk';
import type { ProbeReport } from 'entrata-sdk/probe';
import {
  demoCities,
  FakeEntrata,
  makeCompany,
  makeProperty,
  type Quirks,
  type SandboxCompany,
  type SandboxServer,
  usualTours,
} from 'entrata-sdk/testing';
import { runCli } from '../../../src/cli/run-cli.js';
import { wholeIls as ils } from '../../support/whole-ils.js';
import { recordingTerminal } from '../terminal.js';

/** One that has everything, and one that has neither units nor free tours nor leads. */
export const [full, empty] = ['700001', '700003'] as const;

function company(): SandboxCompany {
  const [chicago, denver] = demoCities;
  if (chicago === undefined || denver === undefined) throw new Error('too few demo cities');
  const closed = { ...usualTours, closedWeekdays: [0, 1, 2, 3, 4, 5, 6] };
  return makeCompany({
    cid: '4711',
    subdomain: 'demo',
    properties: [
      makeProperty(Number(full), 'Élan &amp; Lofts', chicago),
      makeProperty(Number(empty), 'Empty Court', denver, { floorPlans: [], tours: closed }),
    ],
  });
}

export interface Stage {
  readonly sandbox: FakeEntrata;
  readonly server: SandboxServer;
  /** Runs `entrata probe` with these arguments besides the usual ones; resolves to its status and what it printed. */
  run(
    propertyId: string,
    ...args: readonly string[]
  ): Promise<{ readonly status: number; readonly printed: string; readonly complaints: string }>;
  close(): Promise<void>;
}

/** A sandbox with quirks where two tours were booked, of which one was cancelled, and a terminal beside it. */
export async function openProbeStage(quirks: Quirks): Promise<Stage> {
  const sandbox = new FakeEntrata({ companies: [company()], quirks, wire: { ils } });
  const server = await sandbox.listen();
  await bookAndCancel(sandbox, server);
  return stageOf(sandbox, server, 'demo');
}

/** The same on a sandbox of any kind. */
export async function stageOf(
  sandbox: FakeEntrata,
  server: SandboxServer,
  subdomain: string,
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'entrata-probe-'));
  await writeFile(join(folder, 'wire.mjs'), `export const wire = ${JSON.stringify({ ils })};`);
  return {
    sandbox,
    server,
    async run(propertyId, ...args) {
      const env = { ENTRATA_ACCESS_TOKEN: sandbox.issueToken(subdomain), SANDBOX_URL: server.url };
      const terminal = recordingTerminal(env, folder);
      const usual = ['--subdomain', subdomain, '--property', propertyId, '--wire', 'wire.mjs'];
      const status = await runCli(['probe', ...usual, ...args], terminal);
      return {
        status,
        printed: terminal.printed.join('\n'),
        complaints: terminal.complaints.join('\n'),
      };
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function bookAndCancel(sandbox: FakeEntrata, { options }: SandboxServer): Promise<void> {
  const entrata = createEntrata(options);
  const client = entrata.client({ subdomain: 'demo', auth: bearer(sandbox.issueToken('demo')) });
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const { slots } = await client.getTourAvailability({ propertyId: full, from: day(1), to: day(7) });
  for (const [index, slot] of slots.slice(0, 2).entries()) {
    const person = {
      firstName: 'Ada',
      lastName: 'Example',
      email: `ada-${index}@example.test`,
      phone: '5550100',
    };
    const { leadId } = await client.sendLead({ propertyId: full, person, slot: slot.raw });
    const { eventId } = sandbox.ledger.appointments.at(-1) ?? {};
    // Entrata may have taken the lead without it.
    if (index === 0 || eventId === undefined) continue;
    const change = { kind: 'cancel', eventId, eventResultId: '602' } as const;
    await client.updateLead({ propertyId: full, leadId, change });
  }
  await entrata.close();
}

/** One line for each difference that the reports name, sorted. */
export function linesOf(reports: readonly ProbeReport[]): string[] {
  const lines = reports.flatMap(({ operations, envelope }) =>
    [...operations, { operation: 'every reply', differences: envelope }].flatMap(
      ({ operation, differences }) =>
        differences.map(({ kind, at, expected, came }) => {
          const change = came === undefined ? kind : `${kind} ${expected ?? 'none'} -> ${came}`;
          return `${operation} | ${change} | ${at}`;
        }),
    ),
  );
  return [...new Set(lines)].sort();
}

/** What `entrata probe --json` reports on each of the properties. */
export async function reportsOf(
  stage: Stage,
  properties: readonly string[] = [full, empty],
): Promise<ProbeReport[]> {
  const reports: ProbeReport[] = [];
  for (const propertyId of properties) {
    const { status, printed } = await stage.run(propertyId, '--json');
    const report: ProbeReport = JSON.parse(printed);
    if (status !== (report.differences === 0 ? 0 : 1)) throw new Error(`status ${status}`);
    reports.push(report);
  }
  return reports;
}
