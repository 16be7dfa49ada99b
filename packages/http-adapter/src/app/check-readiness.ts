import { isStoreError, type Store, type StoreErrorReason } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import { within } from './start-workers.js';

/** In a health check's words. What mends it is for `entrata doctor` to say: these are public. */
const words: Readonly<Record<StoreErrorReason, string>> = {
  not_migrated: 'the database is not migrated',
  schema_newer: 'the database was migrated by a newer version',
  history_unknown: 'the log of migrations is not known to this version',
  schema_differs: 'the tables are not as this version needs them',
  read_only: 'the database may only be read',
  full: 'the database is full',
  not_allowed: 'the database user may not write',
};

/** How long an answer stands, good or bad: a check that writes must not become a load. */
const keepMs = 1_000;

/** How long one asker waits: longer than any database that can do its work takes. */
const defaultTimeoutMs = 10_000;

export interface ReadinessOptions {
  readonly timeoutMs?: number;
  /** Default `performance.now`. */
  readonly elapsedMs?: () => number;
}

/**
 * Whether the store can do the app's work, tried at most once a second however often it is asked. Throws
 * `not_ready` with the reason in a few words.
 */
export function createReadiness(store: Store, options: ReadinessOptions = {}): () => Promise<void> {
  const { timeoutMs = defaultTimeoutMs, elapsedMs = () => performance.now() } = options;
  let trying: Promise<AdapterError | undefined> | undefined;
  let last: { readonly at: number; readonly error: AdapterError | undefined } | undefined;

  async function attempt(): Promise<AdapterError | undefined> {
    let error: AdapterError | undefined;
    try {
      await store.ping();
    } catch (thrown) {
      error = notReady(describe(thrown), thrown);
    }
    last = { at: elapsedMs(), error };
    trying = undefined;
    return error;
  }

  return async () => {
    const known = last !== undefined && elapsedMs() - last.at < keepMs;
    if (!known) trying ??= attempt();
    let error = trying === undefined ? last?.error : notReady('the database did not answer in time');
    // What hangs is not tried a second time beside itself; who asks is answered all the same.
    const told = trying?.then((found) => {
      error = found;
    });
    if (told !== undefined) await within(timeoutMs, told);
    if (error !== undefined) throw error;
  };
}

const notReady = (detail: string, cause?: unknown) =>
  new AdapterError('not_ready', detail, { detail, ...(cause === undefined ? {} : { cause }) });

function describe(error: unknown): string {
  if (!isStoreError(error)) return 'the store failed';
  if (error.reason !== undefined) return words[error.reason];
  return error.code === 'unavailable'
    ? 'the database cannot be reached or is too busy'
    : 'the database refused to be used';
}
