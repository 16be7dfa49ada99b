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

/** Throws when a choice is missing that has no safe default. */
export function createContext(options: AppOptions): Context {
  for (const choice of ['verify', 'approval'] as const) {
    if (options.webhook?.[choice] === undefined) {
      throw new TypeError(`createApp needs the option webhook.${choice}: it has no default`);
    }
  }
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
