import type { OfficeHours } from '../model/property.js';
import { omitUndefined } from './omit-undefined.js';
import { readClock, readList, readText } from './wire-readers.js';

const week = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Reads a list of `OfficeHour`. Entrata sends the days in any order; they come out from Monday on. */
export function readOfficeHours(value: unknown): OfficeHours[] {
  const hours: OfficeHours[] = [];
  const [readOpen, readClose] = [dailyClock(), dailyClock()];
  for (const { Day, AvailabilityType, OpenTime, CloseTime } of readList(value)) {
    const day = readText(Day);
    if (day === undefined) continue;
    const byAppointment =
      AvailabilityType !== 'Open' && /appointment/i.test(readText(AvailabilityType) ?? '');
    hours.push(omitUndefined({ day, open: readOpen(OpenTime), close: readClose(CloseTime), byAppointment }));
  }
  return hours.sort((a, b) => week.indexOf(a.day) - week.indexOf(b.day));
}

/** Reads one day's clock after another: most days open and close as the day before them, and these cost nothing. */
function dailyClock(): (value: unknown) => string | undefined {
  let before: unknown;
  let clock: string | undefined;
  return (value) => {
    if (value !== before) {
      before = value;
      clock = readClock(value);
    }
    return clock;
  };
}
