import { Command } from 'commander';
import {
  type ConnectionFlags,
  checkEntrataId,
  connect,
  findAuth,
  readWire,
  sandboxUrl,
  wireFlag,
} from './connection.js';
import { checkAccess } from './doctor/check-access.js';
import { checkDatabase } from './doctor/check-database.js';
import { checkHost } from './doctor/check-host.js';
import { checkLeadSource } from './doctor/check-lead-source.js';
import { checkPartner } from './doctor/check-partner.js';
import { checkWire, tokenHost } from './doctor/check-wire.js';
import { checkZones } from './doctor/check-zones.js';
import type { Finding } from './doctor/finding.js';
import { sandboxAddress, subdomain } from './flags.js';
import { renderTable } from './table.js';
import type { Terminal } from './terminal.js';

interface DoctorFlags extends ConnectionFlags {
  readonly subdomain?: string;
  readonly property?: string;
  readonly leadSource?: string;
  readonly database?: string;
  readonly mapping?: string;
  readonly wire?: string;
  readonly json?: true;
}

/** `entrata doctor`: what stands in the way of a working integration, and what to do about it. */
export function doctorCommand(terminal: Terminal, end: (status: number) => void): Command {
  return new Command('doctor')
    .summary('check credentials, clock, time zones, database and lead source')
    .description(
      'Check credentials, clock, time zones, database, reachability and lead source; status 1 when one fails.\n' +
        'Read from the environment: ENTRATA_CLIENT_ID, ENTRATA_CLIENT_SECRET, ENTRATA_ACCESS_TOKEN or ' +
        'ENTRATA_API_KEY, ENTRATA_WIRE, LEAD_SOURCE_ID, DATABASE_URL.',
    )
    .option('--subdomain <label>', "a client's subdomain at Entrata", subdomain)
    .option('--property <id>', "one of its properties, by Entrata's id")
    .option('--lead-source <id>', 'the lead source of your bookings')
    .option('--database <address>', 'postgres://…, mysql://… or a SQLite file')
    .option('--mapping <module>', 'a JavaScript module that exports the `tables` of createKnexStore')
    .option(...wireFlag)
    .option('--sandbox <url>', 'ask a sandbox instead of Entrata (or set SANDBOX_URL)', sandboxAddress)
    .option('--json', 'print one JSON object instead of a table')
    .action(async (flags: DoctorFlags) => end(await examine(terminal, flags)));
}

async function examine(terminal: Terminal, flags: DoctorFlags): Promise<number> {
  const auth = findAuth(terminal);
  const url = sandboxUrl(flags, terminal);
  const wire = await readWire(flags, terminal);
  const entrata = connect(url, wire, { deadlineMs: 15_000 });
  const { property } = flags;
  const LEAD_SOURCE_ID = terminal.env.LEAD_SOURCE_ID || undefined;
  try {
    checkEntrataId(entrata, '--property', property);
    checkEntrataId(entrata, '--lead-source', flags.leadSource);
    checkEntrataId(entrata, 'LEAD_SOURCE_ID', LEAD_SOURCE_ID);
    const client = auth && flags.subdomain ? entrata.client({ subdomain: flags.subdomain, auth }) : undefined;
    const [host, access, leadSource, database] = await Promise.all([
      checkHost(url, tokenHost(wire, flags.subdomain)),
      checkAccess(entrata, flags.subdomain, auth),
      checkLeadSource(client, property, flags.leadSource ?? LEAD_SOURCE_ID),
      checkDatabase(flags.database ?? terminal.env.DATABASE_URL, flags.mapping, terminal),
    ]);
    const findings = [
      ...host,
      checkZones(),
      checkPartner(terminal),
      checkWire(entrata, wire),
      access,
      leadSource,
      ...database,
    ];
    terminal.out(flags.json ? JSON.stringify({ findings }) : describe(findings));
    return findings.some(({ status }) => status === 'failed') ? 1 : 0;
  } finally {
    await entrata.close();
  }
}

function describe(findings: readonly Finding[]): string {
  const rows = findings.map(({ check, status, found }) => [check, status, found]);
  const todo = findings.flatMap((each) => (each.todo === undefined ? [] : [`  ${each.check}: ${each.todo}`]));
  const failures = findings.filter(({ status }) => status === 'failed').length;
  const verdict = failures === 0 ? 'Nothing failed.' : `${failures} failed.`;
  const advice = todo.length === 0 ? '' : `\n\nWhat to do:\n${todo.join('\n')}`;
  return `${renderTable(['check', 'result', 'found'], rows)}${advice}\n\n${verdict}`;
}
