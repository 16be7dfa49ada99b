import { randomUUID } from 'node:crypto';
import type { Entrata } from 'entrata-sdk';
import type { Store } from 'entrata-store';
import { type Logger, silentLogger } from './logger.js';
import type { AppOptions } from './options.js';
import type { AtStep } from './steps.js';

/** What every flow is given. */
export interface Context {
  readonly entrata: Entrata;
  readonly store: Store;
  readonly logger: Logger;
  readonly options: AppOptions;
  now(): Date;
  newId(): string;
  readonly atStep: AtStep;
}

export function createContext(options: AppOptions): Context {
  return {
    entrata: options.entrata,
    store: options.store,
    logger: options.logger ?? silentLogger,
    options,
    now: options.now ?? (() => new Date()),
    newId: options.newId ?? randomUUID,
    atStep: options.atStep ?? (() => {}),
  };
}
