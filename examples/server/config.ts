import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const secretText = z.string().min(16, 'needs at least 16 characters');

const schema = z.object({
  PORT: port.default(4010),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_FILE: z.string().default('entrata.sqlite'),
  ENTRATA_CLIENT_ID: z.string().min(1),
  ENTRATA_CLIENT_SECRET: z.string().min(1),
  /** Stands in the webhook URL that is registered at Entrata. */
  WEBHOOK_SECRET: secretText,
  JWT_SECRET: secretText,
  /** 32 bytes in base64; seals tokens and raw queries in the database. */
  ENCRYPTION_KEY: z
    .string()
    .refine((text) => Buffer.from(text, 'base64').byteLength === 32, 'needs to be 32 bytes in base64'),
  ENCRYPTION_KEY_ID: z.string().min(1).default('1'),
  LEAD_SOURCE_ID: z.string().optional(),
  /** Where a sandbox listens, e.g. http://127.0.0.1:4020; leave it out to speak to Entrata. */
  SANDBOX_URL: z.url().optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type ServerConfig = z.output<typeof schema>;

/** Reads the configuration from environment variables; throws one error that names every mistake. */
export function readConfig(environment: Record<string, string | undefined>): ServerConfig {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The configuration is not valid:\n${mistakes.join('\n')}`);
}
