interface Reading {
  readonly formatter: Intl.DateTimeFormat;
  readonly minute: number;
  readonly day: string;
}

/**
 * Tells which day, `YYYY-MM-DD`, it is somewhere. Making a formatter costs much more than using it, so they are
 * kept; and a day begins on a full minute everywhere, so its reading is kept for that long.
 */
export function createDayReader(): (instantMs: number, timeZone: string) => string {
  const readings = new Map<string, Reading>();
  return (instantMs, timeZone) => {
    const minute = Math.floor(instantMs / 60_000);
    const known = readings.get(timeZone);
    if (known?.minute === minute) return known.day;
    const formatter = known?.formatter ?? isoDayFormatter(timeZone);
    const day = formatter.format(instantMs);
    readings.set(timeZone, { formatter, minute, day });
    return day;
  };
}

/** Of all locales, Canada's English writes a date as ISO does. */
function isoDayFormatter(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
}
