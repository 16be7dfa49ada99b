import { type Drop, dropInSilence } from '../core/drops.js';
import { omitUndefined } from '../core/omit-undefined.js';
import { readClock, readItems, readProse, readText } from '../wire/readers.js';
import type { OfficeHours } from './property.js';

const week = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Reads a list of `OfficeHour`. Entrata sends the days in any order; they come out from Monday on. */
export function readOfficeHours(value: unknown, drop: Drop = dropInSilence): OfficeHours[] {
  const hours: OfficeHours[] = [];
  const [readOpen, readClose] = [dailyClock(), dailyClock()];
  for (const item of readItems(value)) {
    const day = readProse(item?.Day);
    if (item === undefined || day === undefined) {
      drop('office_hours', item ? 'unreadable' : 'no_record');
      continue;
    }
    const { AvailabilityType, OpenTime, CloseTime } = item;
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
