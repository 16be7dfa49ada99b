import type { Entrata } from 'entrata-sdk';
import type { Store } from 'entrata-store';
import type { Logger } from './logger.js';
import type { AtStep } from './steps.js';
import type { ZoneReader } from './time-zone.js';

/** What every part of the app is given; each subject adds the settings that it reads. */
export interface Context {
  readonly entrata: Entrata;
  readonly store: Store;
  readonly logger: Logger;
  /** The store's clock, and so the database's: what leases and due times are reckoned from, on every machine alike. */
  now(): Date;
  /** Milliseconds that pass whatever becomes of the clock: ages and waits within this process are judged by it. */
  elapsedMs(): number;
  newId(): string;
  readonly atStep: AtStep;
  readonly readZone: ZoneReader;
}

/** The instant `ms` from now; with a negative number, before. */
export function instantIn({ now }: Pick<Context, 'now'>, ms: number): string {
  return new Date(now().getTime() + ms).toISOString();
}
