import { z } from 'zod';
import { EntrataError } from '../core/errors.js';
import { saysNothingFound } from './words.js';

/**
 * Makes the reader of a reply's result from its schema. It throws `bad_response`, naming the path that is
 * wrong and never the value, for what cannot be read: an answer that is not understood must not pass for
 * an empty one. Compiled at first use, since it then runs once a call (a third faster than as it is).
 */
export function resultReader<S extends z.ZodType>(
  schema: S,
): (result: unknown, method: string) => z.output<S> {
  let compiled: S | undefined;
  return (result, method) => {
    if (result === undefined || (typeof result === 'string' && result !== '' && !saysNothingFound(result))) {
      throw unreadable(method, 'has no result', typeof result === 'string' ? result : undefined);
    }
    compiled ??= z.compile(schema);
    const parsed = compiled.safeParse(result);
    if (parsed.success) return parsed.data;
    throw unreadable(method, problemOf(parsed.error.issues[0]));
  };
}

/** Where a reply is not as expected, and where it is its fields' names, which came and which are known. */
function problemOf(issue: z.core.$ZodIssue | undefined): string {
  const place = `cannot be read at "${issue?.path.join('.') || 'result'}"`;
  if (issue?.code !== 'custom' || issue.params === undefined) return place;
  const { came, known } = issue.params;
  return `${place}: it holds ${came}; known there: ${known}`;
}

function unreadable(method: string, problem: string, message?: string): EntrataError {
  return new EntrataError('bad_response', `${method}: Entrata's reply ${problem}`, {
    outcome: 'unknown',
    method,
    entrataMessage: message,
  });
}

/** What was kept of a list. Throws `bad_response` when there was something and none of it could be read. */
export function assertSomeReadable<T>(
  listed: readonly unknown[],
  kept: T[],
  { method, path }: { readonly method: string; readonly path: string },
): T[] {
  if (listed.length > 0 && kept.length === 0) throw unreadable(method, `holds nothing readable at "${path}"`);
  return kept;
}
