const dayMs = 86_400_000;
const maxCachedDays = 4_000;
const twoDigits: readonly string[] = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

/** `HH:mm` of a time since midnight. */
export function clockText(sinceMidnightMs: number): string {
  const minutes = Math.floor(sinceMidnightMs / 60_000);
  return `${twoDigits[Math.floor(minutes / 60)]}:${twoDigits[minutes % 60]}`;
}

/** Writes days and instants; many slots share few days, so each day's text is made once. */
export class DayTexts {
  readonly #texts = new Map<number, string>();

  /** `YYYY-MM-DD`. */
  day(epochMs: number): string {
    const day = Math.floor(epochMs / dayMs);
    let text = this.#texts.get(day);
    if (text === undefined) {
      text = new Date(day * dayMs).toISOString().slice(0, 10);
      if (this.#texts.size >= maxCachedDays) this.#texts.clear();
      this.#texts.set(day, text);
    }
    return text;
  }

  /** ISO 8601 as `toISOString` writes it, for an instant of whole seconds. */
  instant(epochMs: number): string {
    const since = sinceMidnight(epochMs);
    return `${this.day(epochMs)}T${clockText(since)}:${twoDigits[Math.floor(since / 1000) % 60]}.000Z`;
  }
}

/** Milliseconds since the midnight before. */
export function sinceMidnight(epochMs: number): number {
  return epochMs - Math.floor(epochMs / dayMs) * dayMs;
}
