const dayMs = 86_400_000;

/** A moment on a wall clock: the day and the time. */
export interface WallTime {
  readonly date: string;
  /** `HH:mm:ss`. */
  readonly time: string;
  /** The zone's short name that moment, such as `MST`. */
  readonly label: string;
}

/** Reads wall clocks by the platform's own zone data, so that labels are right for the season. */
export class WallClocks {
  readonly #formats = new Map<string, Intl.DateTimeFormat>();
  readonly #dayLabels = new Map<string, string | undefined>();
  readonly #latest = new Map<string, { readonly second: number; readonly wall: WallTime }>();

  /** Formatting is dear, and a busy sandbox asks for the present second again and again. */
  at(epochMs: number, timeZone: string): WallTime {
    const second = Math.floor(epochMs / 1000);
    const latest = this.#latest.get(timeZone);
    if (latest?.second === second) return latest.wall;
    const wall = this.#read(epochMs, timeZone);
    this.#latest.set(timeZone, { second, wall });
    return wall;
  }

  #read(epochMs: number, timeZone: string): WallTime {
    const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
    for (const { type, value } of this.#format(timeZone).formatToParts(epochMs)) part[type] = value;
    return {
      date: `${part.year}-${part.month}-${part.day}`,
      time: `${part.hour}:${part.minute}:${part.second}`,
      label: part.timeZoneName ?? '',
    };
  }

  /**
   * The label that a wall clock shows `minutes` after midnight of a day; minutes may run past midnight.
   * Undefined for a time that the clock leaves out when it is put forward.
   */
  labelOf(timeZone: string, date: string, minutes: number): string | undefined {
    const day = addDays(date, Math.floor(minutes / 1440));
    const key = `${timeZone} ${day}`;
    if (!this.#dayLabels.has(key)) this.#dayLabels.set(key, this.#labelOfWholeDay(timeZone, day));
    return this.#dayLabels.get(key) ?? this.#labelAtWallTime(timeZone, day, minutes % 1440);
  }

  /** The same moment on another wall clock; `time` is `HH:mm`. */
  convert(wall: Pick<WallTime, 'date' | 'time'>, from: string, to: string): WallTime {
    const minutes = Number(wall.time.slice(0, 2)) * 60 + Number(wall.time.slice(3, 5));
    return this.at(this.#instantOf(from, wall.date, minutes), to);
  }

  #labelOfWholeDay(timeZone: string, day: string): string | undefined {
    const first = this.#labelAtWallTime(timeZone, day, 0);
    return first === this.#labelAtWallTime(timeZone, day, 1439) ? first : undefined;
  }

  #labelAtWallTime(timeZone: string, day: string, minutes: number): string | undefined {
    const wall = this.at(this.#instantOf(timeZone, day, minutes), timeZone);
    return Number(wall.time.slice(0, 2)) * 60 + Number(wall.time.slice(3, 5)) === minutes
      ? wall.label
      : undefined;
  }

  #instantOf(timeZone: string, day: string, minutes: number): number {
    const asUtc = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000;
    const guess = asUtc - this.#offsetMs(asUtc, timeZone);
    return asUtc - this.#offsetMs(guess, timeZone);
  }

  #offsetMs(epochMs: number, timeZone: string): number {
    const wall = this.at(epochMs, timeZone);
    return Date.parse(`${wall.date}T${wall.time}Z`) - Math.floor(epochMs / 1000) * 1000;
  }

  #format(timeZone: string): Intl.DateTimeFormat {
    const known = this.#formats.get(timeZone);
    if (known) return known;
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
    });
    this.#formats.set(timeZone, format);
    return format;
  }
}

export function addDays(date: string, days: number): string {
  return days === 0
    ? date
    : new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs;
}

/** `MM/DD/YYYY` or `YYYY-MM-DD` to `YYYY-MM-DD`; undefined when there is no such day. */
export function readDay(text: string): string | undefined {
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const day = us ? `${us[3]}-${us[1]?.padStart(2, '0')}-${us[2]?.padStart(2, '0')}` : text;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? undefined : day;
}

/** `YYYY-MM-DD` to `MM/DD/YYYY`. */
export function usDay(day: string): string {
  return `${day.slice(5, 7)}/${day.slice(8, 10)}/${day.slice(0, 4)}`;
}
