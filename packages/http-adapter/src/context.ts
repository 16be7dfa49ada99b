import type { Entrata } from 'entrata-sdk';
import { createIdSource, type Store } from 'entrata-store';
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

/** A timer that is set for longer fires at once. */
const longestTimerMs = 2_147_483_647;

/** Throws when a choice is missing that has no safe default, and on a bound that could not be kept. */
export function createContext(options: AppOptions): Context {
  for (const choice of ['verify', 'approval'] as const) {
    if (options.webhook?.[choice] === undefined) {
      throw new TypeError(`createApp needs the option webhook.${choice}: it has no default`);
    }
  }
  const { deadlineMs, logTimeoutMs, maxQueryBytes } = options.webhook;
  for (const [name, bound] of Object.entries({ deadlineMs, logTimeoutMs, maxQueryBytes })) {
    if (bound === undefined || (bound >= 1 && bound <= longestTimerMs)) continue;
    throw new RangeError(`createApp: webhook.${name} must be a number from 1 to ${longestTimerMs}`);
  }
  const { refreshHousesEveryMs } = options;
  if (refreshHousesEveryMs !== undefined && !(refreshHousesEveryMs >= 1)) {
    throw new RangeError('createApp: refreshHousesEveryMs must be a number from 1');
  }
  const now = options.now ?? (() => new Date());
  return {
    entrata: options.entrata,
    store: options.store,
    logger: options.logger ?? silentLogger,
    options,
    now,
    newId: options.newId ?? createIdSource(now),
    atStep: options.atStep ?? (() => {}),
  };
}
