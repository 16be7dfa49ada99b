import type { Knex } from 'knex';
import { StoreError } from '../core/errors.js';
import type { StoreClock } from '../core/store-clock.js';
import type { Dialect } from './dialect/dialect.js';
import { translateError } from './dialect/translate-error.js';

/** How long the database is not asked again: what quartz drifts in that time is less than what a question takes. */
const askAgainAfterMs = 30_000;
const answerWithinMs = 5_000;

export interface DatabaseClock extends StoreClock {
  /** Asks no more. */
  stop(): void;
}

/**
 * The clock of the database, read without asking it: all processes on one database agree about leases and due times,
 * whatever their own clocks say. The database is asked before a store's first statement and, while the clock is in use,
 * now and then beside the work; in between the time is the process' monotonic clock and how far it is behind.
 */
export function createDatabaseClock(knex: Knex, dialect: Dialect): DatabaseClock {
  /** What the monotonic clock has to be put forward by. Undefined until the database was asked. */
  let aheadMs: number | undefined;
  let askedAtMs = 0;
  let asking: Promise<void> | undefined;
  let stopped = false;

  async function measure(): Promise<void> {
    askedAtMs = performance.now();
    const answer = await knex.raw(`select ${dialect.clockMs} as ms`).timeout(answerWithinMs);
    const answeredAtMs = performance.now();
    const databaseMs = Number(dialect.rowsOf(answer)[0]?.ms);
    if (!Number.isFinite(databaseMs)) throw new StoreError('unexpected', 'The database told no time');
    // It read its clock some time between question and answer: in the middle, for want of better knowledge. What is
    // known already is better than a slow answer, and is moved only as far as the answer contradicts it.
    const least = databaseMs - answeredAtMs;
    const most = databaseMs - askedAtMs;
    aheadMs = Math.min(Math.max(aheadMs ?? (least + most) / 2, least), most);
  }

  function ask(): Promise<void> {
    asking ??= measure().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  return {
    now() {
      // Nothing that is written has this time: statements wait for `ready`.
      if (aheadMs === undefined) return new Date();
      const elapsedMs = performance.now();
      if (elapsedMs - askedAtMs >= askAgainAfterMs && !stopped) {
        // Whether it fails is of no interest: the next statement will tell, and the time is known well enough.
        ask().catch(() => {});
      }
      return new Date(elapsedMs + aheadMs);
    },
    ready() {
      if (aheadMs !== undefined) return undefined;
      return ask().catch((error: unknown) => {
        throw translateError(error, dialect, 'clock');
      });
    },
    stop() {
      stopped = true;
    },
  };
}
