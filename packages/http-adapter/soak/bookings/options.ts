import { parseArgs } from 'node:util';
import type { DatabaseName } from '../../../entrata-store/test/support/databases.js';
import { oneOf, readCommandLine, wholeNumber } from '../read-command-line.js';

export interface SoakOptions {
  readonly engine: DatabaseName;
  readonly bookings: number;
  /** How many replies to `sendLeads` are lost on their way back. */
  readonly lostReplies: number;
  /** A process of the adapter is killed about this often; 0: never. */
  readonly killEveryMs: number;
  readonly seed: number;
  readonly json: boolean;
}

const help = `npm run soak:bookings -- [options]

  --engine NAME        sqlite, postgres or mariadb (default sqlite)
  --bookings N         how many tours are booked (default 20000)
  --lost-replies N     how many leads Entrata takes and loses the reply to (default a quarter of the bookings)
  --kill-every-ms N    an adapter process is killed about this often; 0: never (default 20000)
  --seed N             which replies are lost (default 1)
  --json               print one object, last`;

/** A timer that is set for longer fires at once. */
const longestMs = 2_147_483_647;
const engines: readonly DatabaseName[] = ['sqlite', 'postgres', 'mariadb'];

/** What the command line asks for; ends the process after `--help`, and for what makes no sense. */
export const readOptions = (): SoakOptions => readCommandLine(read);

function read(): SoakOptions {
  const { values } = parseArgs({
    options: {
      engine: { type: 'string', default: 'sqlite' },
      bookings: { type: 'string', default: '20000' },
      'lost-replies': { type: 'string' },
      'kill-every-ms': { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    process.exit();
  }
  const bookings = wholeNumber('--bookings', values.bookings, 1, 1_000_000);
  const lost = values['lost-replies'];
  return {
    engine: oneOf('--engine', values.engine, engines),
    bookings,
    lostReplies:
      lost === undefined ? Math.floor(bookings / 4) : wholeNumber('--lost-replies', lost, 0, bookings),
    killEveryMs: wholeNumber('--kill-every-ms', values['kill-every-ms'], 0, longestMs),
    seed: wholeNumber('--seed', values.seed, 0, longestMs),
    json: values.json,
  };
}
