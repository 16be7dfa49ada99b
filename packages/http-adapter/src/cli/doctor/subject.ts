import type { Entrata } from 'entrata-sdk';
import { connect, readWire, sandboxUrl } from '../connection.js';
import { type Terminal, UsageError } from '../terminal.js';
import { buildApp, isEntrata } from './build-app.js';
import { checkDatabase, checkOwnDatabase } from './check-database.js';
import { checkOwnPartner, checkPartner } from './check-partner.js';
import { checkSender } from './check-sender.js';
import { checkWire, tokenHost } from './check-wire.js';
import type { Finding } from './finding.js';
import { loadOptions } from './load-options.js';

/** Where what is looked at comes from. */
export interface SubjectFlags {
  readonly module?: string;
  readonly subdomain?: string;
  readonly leadSource?: string;
  readonly database?: string;
  readonly mapping?: string;
  readonly wire?: string;
  readonly sandbox?: string;
}

/** What the doctor looks at. */
export interface Subject {
  /** How it was come by. */
  readonly origin: readonly Finding[];
  readonly entrata: Entrata | undefined;
  /** Where codes are exchanged; undefined when that is not known. */
  readonly tokenUrl: string | undefined;
  readonly partner: Finding;
  readonly wire: Finding;
  readonly leadSource: string | undefined;
  /** Rejects never. */
  checkRest(): Promise<readonly Finding[]>;
  close(): Promise<void>;
}

/** The app's own options, or what the flags and the environment say. */
export function findSubject(flags: SubjectFlags, terminal: Terminal): Promise<Subject> {
  return flags.module === undefined ? ofFlags(flags, terminal) : ofModule(flags.module, flags, terminal);
}

async function ofFlags(flags: SubjectFlags, terminal: Terminal): Promise<Subject> {
  const sandbox = sandboxUrl(flags, terminal);
  const wire = await readWire(flags, terminal);
  const entrata = connect(sandbox, wire, { deadlineMs: 15_000 });
  return {
    origin: [],
    entrata,
    tokenUrl: sandbox === undefined ? tokenHost(wire, flags.subdomain) : `${sandbox}/api/oauth`,
    partner: checkPartner(terminal),
    wire: checkWire(
      wire === undefined ? undefined : entrata,
      'Give --wire (or set ENTRATA_WIRE): with an OAuth token most calls need one.',
    ),
    leadSource: flags.leadSource ?? (terminal.env.LEAD_SOURCE_ID || undefined),
    checkRest: () => checkDatabase(flags.database ?? terminal.env.DATABASE_URL, flags.mapping, terminal),
    close: () => entrata.close(),
  };
}

async function ofModule(file: string, flags: SubjectFlags, terminal: Terminal): Promise<Subject> {
  for (const name of ['database', 'mapping', 'wire', 'sandbox'] as const) {
    if (flags[name] !== undefined)
      throw new UsageError(`--${name} has no meaning beside --module, which says that itself.`);
  }
  const { options = {}, finding } = await loadOptions(file, terminal.folder);
  const { entrata, findings, close } = await buildApp(options);
  const given = options.entrata;
  const forEntrata = given === undefined || isEntrata(given) ? undefined : given;
  const source = options.app?.lead?.source;
  const own = typeof source === 'object' ? source.id : undefined;
  return {
    origin: [finding, ...findings],
    entrata,
    tokenUrl:
      entrata === undefined || forEntrata === undefined
        ? undefined
        : tokenHost(forEntrata.wire, flags.subdomain),
    partner: checkOwnPartner(entrata, forEntrata?.oauth),
    wire: checkWire(entrata, 'Export `entrata` as options that createEntrata accepts, with `wire`.'),
    leadSource: flags.leadSource ?? own ?? (terminal.env.LEAD_SOURCE_ID || undefined),
    checkRest: async () => [
      ...(await checkOwnDatabase(options.store ?? options.app?.store)),
      await checkSender(options.app),
    ],
    close,
  };
}
