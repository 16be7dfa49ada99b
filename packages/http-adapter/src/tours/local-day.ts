/** Tells which day, `YYYY-MM-DD`, it is somewhere. Making a formatter costs much more than using it, so they are kept. */
export function createDayReader(): (instantMs: number, timeZone: string) => string {
  const formatters = new Map<string, Intl.DateTimeFormat>();
  return (instantMs, timeZone) => {
    let formatter = formatters.get(timeZone);
    if (formatter === undefined) {
      // Of all locales this one writes a date as ISO does.
      formatter = new Intl.DateTimeFormat('en-CA', {
        timeZone,
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
      });
      formatters.set(timeZone, formatter);
    }
    return formatter.format(instantMs);
  };
}
