import { clockText, DayTexts, sinceMidnight } from './clock-text.js';
import type { RawSlot, RawTourSlot, TourSlot } from './slot.js';
import { readSlotDate, readSlotText } from './slot-text.js';
import { ZoneClock, type ZoneTime } from './zone-clock.js';
import { type ZoneLabel, zoneLabel } from './zone-label.js';

const dayMs = 86_400_000;

/** Reads slots for display in one zone. Keeps the zone's offsets, so use one reader for many slots. */
export class TourTimeReader {
  readonly #display: ZoneClock;
  readonly #property: ZoneClock | undefined;
  readonly #calendars = new Map<string, ZoneClock>();
  readonly #texts = new DayTexts();

  constructor(timeZone: string, propertyTimeZone?: string) {
    this.#display = new ZoneClock(timeZone);
    this.#property =
      propertyTimeZone === undefined ? undefined : new ZoneClock(propertyTimeZone, 'propertyTimeZone');
  }

  read({ date, time }: RawSlot): TourSlot {
    // The brand exists in types only; this is the one place that gives it.
    const raw = { date, time } as RawTourSlot;
    const midnight = readSlotDate(date);
    const text = readSlotText(time);
    if (midnight === undefined || !text) return unread(raw, 'unreadable');
    const startLabel = zoneLabel(text.start.label);
    const endLabel = zoneLabel(text.end.label);
    if (!startLabel || !endLabel) return unread(raw, 'unknown_zone');

    const startsAt = midnight + text.start.sinceMidnightMs - startLabel.offsetMinutes * 60_000;
    let endsAt = midnight + text.end.sinceMidnightMs - endLabel.offsetMinutes * 60_000;
    if (endsAt <= startsAt) {
      // Past midnight, or nonsense: an end that is not earlier on the clock cannot be the next day's.
      if (text.end.sinceMidnightMs >= text.start.sinceMidnightMs) return unread(raw, 'unreadable');
      endsAt += dayMs;
    }
    return {
      raw,
      startsAt: this.#texts.instant(startsAt),
      endsAt: this.#texts.instant(endsAt),
      zone: {
        label: text.start.label.toUpperCase(),
        offsetMinutes: startLabel.offsetMinutes,
        contradictsSeason:
          this.#contradicts(startLabel, startsAt) ||
          // A slot may end in the very instant of a change of clocks, under the label of before or after.
          (this.#contradicts(endLabel, endsAt) && this.#contradicts(endLabel, endsAt - 1)),
      },
      display: this.#displayOf(startsAt, endsAt),
    };
  }

  #displayOf(startsAt: number, endsAt: number): TourSlot['display'] {
    const start = this.#display.at(startsAt);
    const end = this.#display.at(endsAt);
    const startWall = startsAt + start.offsetMs;
    const startClock = clockText(sinceMidnight(startWall));
    const endClock = clockText(sinceMidnight(endsAt + end.offsetMs));
    return {
      timeZone: this.#display.timeZone,
      date: this.#texts.day(startWall),
      start: startClock,
      end: endClock,
      label: `${startClock} ${start.label} - ${endClock} ${end.label}`,
    };
  }

  #contradicts(label: ZoneLabel, at: number): boolean {
    const time: ZoneTime = (this.#property ?? this.#calendar(label.calendar)).at(at);
    return time.offsetMs !== label.offsetMinutes * 60_000;
  }

  #calendar(timeZone: string): ZoneClock {
    let clock = this.#calendars.get(timeZone);
    if (!clock) {
      clock = timeZone === this.#display.timeZone ? this.#display : new ZoneClock(timeZone);
      this.#calendars.set(timeZone, clock);
    }
    return clock;
  }
}

function unread(raw: RawTourSlot, problem: 'unknown_zone' | 'unreadable'): TourSlot {
  return { raw, startsAt: undefined, endsAt: undefined, zone: undefined, display: undefined, problem };
}
