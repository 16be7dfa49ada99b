import type { Drop } from '../core/drops.js';
import { EntrataError } from '../core/errors.js';
import type { CallOptions } from '../options.js';
import { callMethod, type WireRequest } from './call-method.js';
import type { Target } from './context.js';

// Entrata's largest page. The bound is only there so that a server that repeats itself cannot hold us.
const perPage = 1_000;
const maxPages = 1_000;

/**
 * The pages of a paged method, the next asked for when it is needed. The ILS surface is asked once: whether it has pages
 * is not known.
 */
export async function* readPages<T>(
  target: Target,
  request: WireRequest,
  read: (result: unknown, drop: Drop) => T[],
  call?: CallOptions,
  countOf = (records: readonly T[]) => records.length,
): AsyncGenerator<T[], void, undefined> {
  if (target.auth.kind === 'bearer') {
    yield await callMethod(target, request, read, call);
    return;
  }
  for (let page = 1; page <= maxPages; page++) {
    const query = `page_no=${page}&per_page=${perPage}`;
    const records = await callMethod(target, { ...request, query }, read, call);
    yield records;
    if (countOf(records) < perPage) return;
  }
  throw new EntrataError('bad_response', `${request.method}: Entrata's list has no end`, {
    outcome: 'unknown',
    method: request.method,
  });
}
