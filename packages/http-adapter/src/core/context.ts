import type { Entrata } from 'entrata-sdk';
import { createIdSource, type Store } from 'entrata-store';
import { guardIds } from '../app/guard-ids.js';
import type { AppOptions } from '../app/options.js';
import { resolveOptions } from '../app/resolve-options.js';
import { guardLogger, type Logger, silentLogger } from './logger.js';
import type { AtStep } from './steps.js';

/** What every flow is given. */
export interface Context {
  readonly entrata: Entrata;
  readonly store: Store;
  readonly logger: Logger;
  readonly options: AppOptions;
  /** The store's clock, and so the database's: what leases and due times are reckoned from, on every machine alike. */
  now(): Date;
  /** Milliseconds that pass whatever becomes of the clock: ages and waits within this process are judged by it. */
  elapsedMs(): number;
  newId(): string;
  readonly atStep: AtStep;
}

/** Throws when a choice is missing that has no safe default, and on a value that makes no sense. */
export function createContext(given: AppOptions): Context {
  const options = resolveOptions(given);
  const now = options.now ?? (() => options.store.now());
  const logger = guardLogger(options.logger ?? silentLogger);
  return {
    entrata: options.entrata,
    store: options.store,
    logger,
    options,
    now,
    elapsedMs: options.elapsedMs ?? (() => performance.now()),
    newId: guardIds(options.newId ?? createIdSource(now), logger),
    atStep: options.atStep ?? (() => {}),
  };
}
