import { parseArgs } from 'node:util';

const usage = `Usage: npm start [-- options]

Starts a sandbox Entrata and the example adapter server on loopback, plays the whole job once
(webhook, code, properties, tour times, booking), and goes on serving until Ctrl-C.

  --once             end after the walk-through: status 0, or 1 and what failed
  --port N           port of the adapter server (default 4010; another one when it is taken)
  --sandbox-port N   port of the sandbox (default 4020; another one when it is taken)
  --database FILE    write the SQLite database to FILE, which must not exist, and leave it there
                     (default: a temporary file, removed at the end)
  --help             this text`;

export interface WalkThroughOptions {
  readonly once: boolean;
  readonly port: number;
  readonly sandboxPort: number;
  readonly database: string | undefined;
}

/** A mistake on the command line: nothing was played. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the command line; a text is what to say instead of playing. Throws a `UsageError` that says what is wrong. */
export function readOptions(args: readonly string[]): WalkThroughOptions | string {
  const values = parse(args);
  if (values.help) return usage;
  if (values.database === '') throw new UsageError('--database must name a file');
  return {
    once: values.once,
    port: readPort('--port', values.port),
    sandboxPort: readPort('--sandbox-port', values['sandbox-port']),
    database: values.database,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseFlags(args).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function parseFlags(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      once: { type: 'boolean', default: false },
      port: { type: 'string', default: '4010' },
      'sandbox-port': { type: 'string', default: '4020' },
      database: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
}

function readPort(option: string, text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new UsageError(`${option} must be a number from 0 (any free port) to 65535`);
}
