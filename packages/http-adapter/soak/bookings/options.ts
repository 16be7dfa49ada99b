import { parseArgs } from 'node:util';
import type { DatabaseName } from '../../../entrata-store/test/support/databases.js';
import { longestTimerMs, oneOf, readCommandLine, wholeNumber } from '../read-command-line.js';

export interface SoakOptions {
  readonly engine: DatabaseName;
  readonly processes: number;
  readonly bookings: number;
  /** How many replies to leads and changes are lost on their way back, about. */
  readonly lostReplies: number;
  /** A process of the adapter is killed about this often; 0: never. */
  readonly killEveryMs: number;
  /** How far the clocks of two processes may differ. */
  readonly clockSkewMs: number;
  readonly seed: number;
}

const help = `npm run soak:bookings -- [options]

  --engine NAME        sqlite, postgres or mariadb (default sqlite)
  --processes N        how many adapters serve at once (default 3; 1 on SQLite)
  --bookings N         how many tours are booked (default 20000)
  --lost-replies N     how many requests Entrata carries out and loses the reply to, about (default a quarter of
                       the bookings)
  --kill-every-ms N    an adapter process is killed about this often; 0: never (default 20000)
  --clock-skew-ms N    how far the clocks of two processes may differ (default 60000)
  --seed N             who wants what, and which replies are lost (default 1)
  --json               print one object, last
Exits 1 when anything was lost, doubled, denied or invented.`;

const engines: readonly DatabaseName[] = ['sqlite', 'postgres', 'mariadb'];

/** What the command line asks for; ends the process after `--help`, and for what makes no sense. */
export const readOptions = (): SoakOptions & { readonly json: boolean } => readCommandLine(read);

function read(): SoakOptions & { readonly json: boolean } {
  const { values } = parseArgs({
    options: {
      engine: { type: 'string', default: 'sqlite' },
      processes: { type: 'string' },
      bookings: { type: 'string', default: '20000' },
      'lost-replies': { type: 'string' },
      'kill-every-ms': { type: 'string', default: '20000' },
      'clock-skew-ms': { type: 'string', default: '60000' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    process.exit();
  }
  const engine = oneOf('--engine', values.engine, engines);
  const bookings = wholeNumber('--bookings', values.bookings, 1, 1_000_000);
  const { processes = engine === 'sqlite' ? '1' : '3' } = values;
  const lost = values['lost-replies'] ?? String(Math.floor(bookings / 4));
  return {
    engine,
    processes: wholeNumber('--processes', processes, 1, 16),
    bookings,
    lostReplies: wholeNumber('--lost-replies', lost, 0, bookings),
    killEveryMs: wholeNumber('--kill-every-ms', values['kill-every-ms'], 0, longestTimerMs),
    clockSkewMs: wholeNumber('--clock-skew-ms', values['clock-skew-ms'], 0, 3_600_000),
    seed: wholeNumber('--seed', values.seed, 0, longestTimerMs),
    json: values.json,
  };
}
