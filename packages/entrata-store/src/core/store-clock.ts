import { StoreError } from './errors.js';
import { readInstant } from './instants.js';

/** Where a store has its "now" from. */
export interface StoreClock {
  now(): Date;
  /** What has to be waited for before `now()` is right; undefined when there is nothing to wait for. */
  ready(): Promise<void> | undefined;
}

/** The process' own clock: of a store that no other process has. */
export const systemClock = (): StoreClock => ({ now: () => new Date(), ready: () => undefined });

/** How a store's clock may be chosen. */
export interface ClockOptions {
  /**
   * A clock in place of the store's own, used as it is. For tests.
   * @defaultValue the store's own
   */
  readonly now?: (() => Date) | undefined;
  /**
   * For tests: milliseconds by which the store's clock is put forward, asked each time, so that a lease ends and a task
   * becomes due without anybody sleeping. Give stores on the same tables the same.
   * @defaultValue none
   */
  readonly clockOffsetMs?: (() => number) | undefined;
}

/** The clock of these options, else the engine's own; refuses (`misuse`) what is no instant before it gets near a row. */
export function resolveClock(options: ClockOptions, own: () => StoreClock): StoreClock {
  const { now: given, clockOffsetMs } = options;
  const clock: StoreClock = given === undefined ? own() : { now: given, ready: () => undefined };
  return {
    now() {
      // Not instanceof: a Date of another realm is as good.
      const ms: unknown = (clock.now() as Partial<Date> | undefined)?.getTime?.();
      if (typeof ms !== 'number' || readInstant(ms) === undefined)
        throw new StoreError('misuse', 'now() gave no Date of a year from 1 to 9999');
      if (clockOffsetMs === undefined) return new Date(ms);
      const offsetMs: unknown = clockOffsetMs();
      const moved = typeof offsetMs === 'number' ? ms + offsetMs : Number.NaN;
      if (readInstant(moved) === undefined)
        throw new StoreError('misuse', 'clockOffsetMs() leads to no year from 1 to 9999');
      return new Date(moved);
    },
    ready: clock.ready,
  };
}
