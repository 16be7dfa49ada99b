import { isIP } from 'node:net';
import { z } from 'zod';

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a number, 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65_535, 'must be 0 to 65535');
const given = z.string('is not set');
const secretText = given
  .min(16, 'needs at least 16 characters, e.g. from `openssl rand -hex 16`')
  .max(256, 'needs at most 256 characters, e.g. from `openssl rand -hex 16`');
const key = 'needs to be 32 bytes in base64, e.g. from `openssl rand -base64 32`';

const base64Key = /^[A-Za-z0-9+/]{43}=?$/;

const schema = z.object({
  PORT: port.default(4010),
  HOST: z
    .string()
    .refine(
      (text) => isIP(text) !== 0 || /^[a-z][a-z0-9.-]{0,252}$/i.test(text),
      'must be an address or name of this machine',
    )
    .default('127.0.0.1'),
  /** Where others reach this server, when that is a proxy: the webhook URL to register begins with it. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must begin with https:// or http://' })
    .regex(/^[^?#]{1,1024}$/, 'must end before ? and #: the path of the webhook follows it')
    .optional(),
  /** PostgreSQL or MySQL/MariaDB; without it, the SQLite file. */
  DATABASE_URL: z
    .url({ protocol: /^(postgres|postgresql|mysql)$/, error: 'must begin with postgres:// or mysql://' })
    .optional(),
  DATABASE_FILE: z.string().default('entrata.sqlite'),
  ENTRATA_CLIENT_ID: given,
  ENTRATA_CLIENT_SECRET: given,
  /** Stands in the webhook URL that is registered at Entrata. */
  WEBHOOK_SECRET: secretText.regex(/^[\w.~-]+$/, 'must fit into a URL: letters, digits and . _ ~ -'),
  JWT_SECRET: secretText,
  /** 32 bytes in base64; seals tokens and raw queries in the database. */
  ENCRYPTION_KEY: given.regex(base64Key, key),
  ENCRYPTION_KEY_ID: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'must be letters, digits, _ or -')
    .default('1'),
  /** A JavaScript module that exports `wire`: what your contract with Entrata says of the wire. */
  ENTRATA_WIRE: z.string().optional(),
  /** Entrata's ids: `serve` checks them by the wire profile. */
  LEAD_SOURCE_ID: z.string().optional(),
  /** Entrata's event result that means cancelled. Without it, the one that Entrata lists as cancelled is taken. */
  CANCEL_RESULT_ID: z.string().optional(),
  /** Where notifications of bookings, clients and properties go: one POST each, at least once. */
  NOTIFICATION_URL: z.url({ protocol: /^https?$/, error: 'must begin with https:// or http://' }).optional(),
  /** Where a sandbox listens, e.g. http://127.0.0.1:4020; leave it out to speak to Entrata. */
  SANDBOX_URL: z
    .url({
      protocol: /^http$/,
      hostname: /^(127\.0\.0\.1|localhost|\[::1\])$/,
      error: 'must be a loopback address, http://127.0.0.1:…',
    })
    .optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent')
    .default('info'),
});

export type ServerConfig = z.output<typeof schema>;

/** The variables that {@link readConfig} reads. */
export const variableNames: readonly string[] = Object.keys(schema.shape);

/**
 * Reads the configuration from environment variables; an empty one counts as not set. Throws one error that
 * names every mistake and what to do, without the values.
 */
export function readConfig(environment: Record<string, string | undefined>): ServerConfig {
  const set = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '');
  const parsed = schema.safeParse(Object.fromEntries(set));
  const mistakes = (parsed.error?.issues ?? []).map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
  if (environment.DATABASE_URL && environment.DATABASE_FILE) {
    mistakes.push('  DATABASE_URL and DATABASE_FILE are both set: unset the one you do not mean');
  }
  if (parsed.success && mistakes.length === 0) return parsed.data;
  throw new Error(
    `The configuration is not valid:\n${mistakes.join('\n')}\nexamples/server/.env.example lists every variable.`,
  );
}
