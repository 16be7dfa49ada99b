import { printable } from '../table.js';

/** How one check ended. */
export interface Finding {
  readonly check: string;
  /** `skipped`: not enough was given to look. */
  readonly status: 'ok' | 'failed' | 'skipped';
  /** What was seen. Holds no secret. */
  readonly found: string;
  /** What to do about it. */
  readonly todo?: string;
}

/** All is well; `todo` is what could be better still. */
export const ok = (check: string, found: string, todo?: string): Finding => ({
  check,
  status: 'ok',
  found,
  ...(todo === undefined ? {} : { todo }),
});
export const failed = (check: string, found: string, todo: string): Finding => ({
  check,
  status: 'failed',
  found,
  todo,
});
export const skipped = (check: string, todo: string): Finding => ({
  check,
  status: 'skipped',
  found: 'not looked at',
  todo,
});

/** An error's code or name: a driver's message may hold a password. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'an unknown error';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? nameOf(error.cause) : error.name;
}

/** What an error of the user's own module says: one line, without the user and password of an address in it. */
export function messageOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const safe = line.replace(/\/\/[^/@\s]*@/g, '//***@').slice(0, 300);
  return printable(safe === '' ? nameOf(error) : safe);
}
