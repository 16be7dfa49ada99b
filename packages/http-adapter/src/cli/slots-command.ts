import { Command, Option } from 'commander';
import {
  defaultDisplayZone,
  type TourAvailability,
  type TourSlot,
  type TourType,
  tourTypes,
} from 'entrata-sdk';
import {
  type ConnectionFlags,
  checkEntrataId,
  connect,
  findAuth,
  readWire,
  sandboxUrl,
  wireFlag,
} from './connection.js';
import { day, sandboxAddress, subdomain, timeZone, wholeNumber } from './flags.js';
import { renderTable } from './table.js';
import { type Terminal, UsageError } from './terminal.js';

interface SlotsFlags extends ConnectionFlags {
  readonly subdomain: string;
  readonly property: string;
  readonly days: number;
  readonly from?: string;
  readonly tourType: TourType;
  readonly timeZone: string;
  readonly wire?: string;
  readonly json?: true;
}

/** `entrata slots`: the tour times of one property, raw and read. */
export function slotsCommand(terminal: Terminal): Command {
  return new Command('slots')
    .summary('show the tour times of a property, raw and read')
    .description(
      'Show the tour times that a property offers: as Entrata sent them, and as people read them.\n' +
        'The credential comes from the environment: ENTRATA_ACCESS_TOKEN (OAuth) or ENTRATA_API_KEY (gateway).',
    )
    .requiredOption('--subdomain <label>', "the client's subdomain at Entrata", subdomain)
    .requiredOption('--property <id>', "Entrata's property id")
    .option('--days <number>', 'how many days', wholeNumber(1, 60), 7)
    .option('--from <day>', 'the first day, YYYY-MM-DD (default: today)', day)
    .addOption(new Option('--tour-type <type>').choices(tourTypes).default('AGENT_GUIDED'))
    .option('--time-zone <name>', 'where the times are read', timeZone, defaultDisplayZone)
    .option('--sandbox <url>', 'ask a sandbox instead of Entrata (or set SANDBOX_URL)', sandboxAddress)
    .option(...wireFlag)
    .option('--json', 'print one JSON object instead of a table')
    .action((flags: SlotsFlags) => showSlots(terminal, flags));
}

async function showSlots(terminal: Terminal, flags: SlotsFlags): Promise<void> {
  const auth = findAuth(terminal);
  if (auth === undefined) {
    throw new UsageError('Set ENTRATA_ACCESS_TOKEN (OAuth token) or ENTRATA_API_KEY (gateway key).');
  }
  const from = flags.from ?? today(flags.timeZone);
  const asked = {
    propertyId: flags.property,
    from,
    to: addDays(from, flags.days - 1),
    tourType: flags.tourType,
    timeZone: flags.timeZone,
  };
  const entrata = connect(sandboxUrl(flags, terminal), await readWire(flags, terminal));
  try {
    checkEntrataId(entrata, '--property', flags.property);
    const client = entrata.client({ subdomain: flags.subdomain, auth });
    const answer = await client.getTourAvailability(asked);
    terminal.out(
      flags.json ? asJson({ subdomain: client.subdomain, ...asked }, answer) : asTable(asked, answer),
    );
  } finally {
    await entrata.close();
  }
}

function asJson(asked: object, { supported, slots }: TourAvailability): string {
  return JSON.stringify({
    ...asked,
    supported,
    slots: slots.map(({ raw, startsAt, endsAt, display, problem }) => ({
      rawDate: raw.date,
      rawTime: raw.time,
      startsAt: startsAt ?? null,
      endsAt: endsAt ?? null,
      date: display?.date ?? null,
      label: display?.label ?? null,
      problem: problem ?? null,
    })),
  });
}

function asTable(
  asked: { propertyId: string; from: string; to: string; timeZone: string },
  { supported, slots }: TourAvailability,
): string {
  const range = `${asked.from} to ${asked.to}`;
  if (!supported) return `Property ${asked.propertyId} has no tours at Entrata (its error 314).`;
  if (slots.length === 0) return `Property ${asked.propertyId} offers no tour times, ${range}.`;
  const rows = slots.map(({ raw, display, problem, zone }) => [
    raw.date,
    raw.time,
    display?.date ?? '',
    display?.label ?? '',
    noteOn(problem, zone),
  ]);
  const unread = slots.filter(({ startsAt }) => startsAt === undefined).length;
  const count = `${slots.length} tour times, ${range}${unread === 0 ? '' : `; ${unread} cannot be read`}.`;
  const headings = ['raw date', 'raw time', 'date', `in ${asked.timeZone}`, 'note'];
  return `${renderTable(headings, rows)}\n\n${count}`;
}

function noteOn(problem: TourSlot['problem'], zone: TourSlot['zone']): string {
  if (problem !== undefined) return `cannot be read: ${problem}`;
  return zone?.contradictsSeason ? `${zone.label} in the other season; taken at its word` : '';
}

function today(zone: string): string {
  // en-CA writes days as YYYY-MM-DD.
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date());
}

function addDays(from: string, days: number): string {
  return new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
