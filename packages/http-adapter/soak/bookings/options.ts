import { parseArgs } from 'node:util';
import type { DatabaseName } from '../../../entrata-store/test/support/databases.js';

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

const engines: readonly DatabaseName[] = ['sqlite', 'postgres', 'mariadb'];

export function readOptions(): SoakOptions {
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
  const engine = engines.find((name) => name === values.engine);
  if (engine === undefined) throw new Error(`--engine must be one of ${engines.join(', ')}`);
  const bookings = Number(values.bookings);
  return {
    engine,
    bookings,
    lostReplies: Number(values['lost-replies'] ?? Math.floor(bookings / 4)),
    killEveryMs: Number(values['kill-every-ms']),
    seed: Number(values.seed),
    json: values.json,
  };
}
