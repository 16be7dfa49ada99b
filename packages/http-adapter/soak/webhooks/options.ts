import { parseArgs } from 'node:util';
import { longestTimerMs, oneOf, readCommandLine, wholeNumber } from '../read-command-line.js';

export interface SoakOptions {
  /** How long webhooks are sent, refreshed, revoked and killed at random, on each database. */
  readonly seconds: number;
  /** The same seed sends the same webhooks. */
  readonly seed: number;
  /** How many are subscribed at once. */
  readonly properties: number;
  /** How many adapters serve at once; one on SQLite. */
  readonly processes: number;
  /** How far the clocks of two processes may differ. */
  readonly clockSkewMs: number;
  readonly engines: readonly string[];
}

const help = `npm run soak:webhooks -- [options]
  --seconds N          how long webhooks are sent while adapters are killed at random, on each database (30)
  --seed N             the same seed sends the same webhooks (1)
  --properties N       how many are subscribed at once, through a kill (2000)
  --processes N        how many adapters serve at once on PostgreSQL and MariaDB (3); on SQLite one does
  --clock-skew-ms N    how far the clocks of two processes may differ (60000)
  --engines LIST       sqlite,postgres,mariadb
  --json               one object, printed last
Exits 1 when anything was lost, doubled or ended elsewhere than without kills.`;

const everyEngine = ['sqlite', 'postgres', 'mariadb'];

/** What the command line asks for; ends the process after `--help`, and for what makes no sense. */
export const readOptions = (): SoakOptions & { readonly json: boolean } => readCommandLine(read);

function read(): SoakOptions & { readonly json: boolean } {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      properties: { type: 'string', default: '2000' },
      processes: { type: 'string', default: '3' },
      'clock-skew-ms': { type: 'string', default: '60000' },
      engines: { type: 'string', default: 'sqlite,postgres,mariadb' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    process.exit(0);
  }
  const { seconds, seed, properties, processes, engines, json } = values;
  return {
    seconds: wholeNumber('--seconds', seconds, 1, 86_400),
    seed: wholeNumber('--seed', seed, 0, longestTimerMs),
    properties: wholeNumber('--properties', properties, 1, 1_000_000),
    processes: wholeNumber('--processes', processes, 1, 16),
    clockSkewMs: wholeNumber('--clock-skew-ms', values['clock-skew-ms'], 0, 3_600_000),
    engines: engines.split(',').map((name) => oneOf('--engines', name, everyEngine)),
    json,
  };
}
