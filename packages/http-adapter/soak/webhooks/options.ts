import { parseArgs } from 'node:util';
import { oneOf, readCommandLine, wholeNumber } from '../read-command-line.js';

export interface SoakOptions {
  /** How long random kills go on, on each database. */
  readonly seconds: number;
  /** The same seed sends the same webhooks. */
  readonly seed: number;
  /** How many are subscribed at once. */
  readonly properties: number;
  readonly engines: readonly string[];
  readonly json: boolean;
}

const help = `npm run soak:webhooks -- [options]
  --seconds N       how long random kills go on, on each database (30)
  --seed N          the same seed sends the same webhooks (1)
  --properties N    how many are subscribed at once, through a kill (2000)
  --engines LIST    sqlite,postgres,mariadb
  --json            one object, printed last
Exits 1 when anything was lost, doubled or ended elsewhere than without kills.`;

const everyEngine = ['sqlite', 'postgres', 'mariadb'];

/** What the command line asks for; ends the process after `--help`, and for what makes no sense. */
export const readOptions = (): SoakOptions => readCommandLine(read);

function read(): SoakOptions {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      properties: { type: 'string', default: '2000' },
      engines: { type: 'string', default: 'sqlite,postgres,mariadb' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    process.exit(0);
  }
  const { seconds, seed, properties, engines, json } = values;
  return {
    seconds: wholeNumber('--seconds', seconds, 1, 86_400),
    seed: wholeNumber('--seed', seed, 0, 2_147_483_647),
    properties: wholeNumber('--properties', properties, 1, 1_000_000),
    engines: engines.split(',').map((name) => oneOf('--engines', name, everyEngine)),
    json,
  };
}
