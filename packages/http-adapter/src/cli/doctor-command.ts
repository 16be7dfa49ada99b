import { Command } from 'commander';
import { checkEntrataId, findAuth, wireFlag } from './connection.js';
import { checkAccess } from './doctor/check-access.js';
import { checkHost } from './doctor/check-host.js';
import { checkLeadSource } from './doctor/check-lead-source.js';
import { checkZones } from './doctor/check-zones.js';
import type { Finding } from './doctor/finding.js';
import { findSubject, type SubjectFlags } from './doctor/subject.js';
import { sandboxAddress, subdomain } from './flags.js';
import { renderTable } from './table.js';
import type { Terminal } from './terminal.js';

interface DoctorFlags extends SubjectFlags {
  readonly property?: string;
  readonly json?: true;
}

/** `entrata doctor`: what stands in the way of a working integration, and what to do about it. */
export function doctorCommand(terminal: Terminal, end: (status: number) => void): Command {
  return new Command('doctor')
    .summary('check credentials, clock, time zones, database and lead source')
    .description(
      'Check credentials, clock, time zones, database, reachability and lead source; status 1 when one fails.\n' +
        "With --module: by your app's own options, none of which is started or changed.\n" +
        'Read from the environment: ENTRATA_CLIENT_ID, ENTRATA_CLIENT_SECRET, ENTRATA_ACCESS_TOKEN or ' +
        'ENTRATA_API_KEY, ENTRATA_WIRE, LEAD_SOURCE_ID, DATABASE_URL.',
    )
    .option(
      '--module <module>',
      "a JavaScript module that exports your app's options: `entrata`, `store` and `app`",
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
  const subject = await findSubject(flags, terminal);
  const { entrata } = subject;
  const LEAD_SOURCE_ID = terminal.env.LEAD_SOURCE_ID || undefined;
  try {
    if (entrata !== undefined) {
      checkEntrataId(entrata, '--property', flags.property);
      checkEntrataId(entrata, '--lead-source', flags.leadSource);
      checkEntrataId(entrata, 'LEAD_SOURCE_ID', LEAD_SOURCE_ID);
    }
    const client =
      auth && flags.subdomain && entrata ? entrata.client({ subdomain: flags.subdomain, auth }) : undefined;
    const [host, access, leadSource, rest] = await Promise.all([
      checkHost(subject.tokenUrl),
      checkAccess(entrata, flags.subdomain, auth),
      checkLeadSource(client, flags.property, subject.leadSource),
      subject.checkRest(),
    ]);
    const { origin, partner, wire } = subject;
    const findings = [...origin, ...host, checkZones(), partner, wire, access, leadSource, ...rest];
    terminal.out(flags.json ? JSON.stringify({ findings }) : describe(findings));
    return findings.some(({ status }) => status === 'failed') ? 1 : 0;
  } finally {
    await subject.close();
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
