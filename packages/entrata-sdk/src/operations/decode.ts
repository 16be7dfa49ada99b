import type { z } from 'zod';
import { EntrataError } from '../errors.js';

/** Reads a reply's result by its schema; `bad_response` names the path that is wrong, never the value. */
export function decode<S extends z.ZodType>(schema: S, result: unknown, method: string): z.output<S> {
  const parsed = schema.safeParse(result);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new EntrataError('bad_response', `${method}: Entrata's reply cannot be read at "${path}"`, {
    outcome: 'unknown',
    method,
  });
}
