/** One end of a slot as written: the wall clock in milliseconds since midnight, and its label. */
export interface ClockText {
  /** A whole day for `24:00`. */
  readonly sinceMidnightMs: number;
  readonly label: string;
}

// `10:00 MST - 10:30 MST`; also `09:00:00MST`, `9:00 am MST`, odd spaces and dashes.
const clock = String.raw`(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([ap])\.?m\.?)?\s*([a-z]{3,4})`;
const slotText = new RegExp(String.raw`^\s*${clock}\s*[-–—]\s*${clock}\s*$`, 'i');

// Many times what any slot of Entrata's has.
const maxLength = 255;

/** Both ends of a slot's text; undefined when it is not of that grammar. */
export function readSlotText(time: string): { start: ClockText; end: ClockText } | undefined {
  if (typeof time !== 'string' || time.length > maxLength) return undefined;
  const match = slotText.exec(time);
  if (!match) return undefined;
  const start = readClockText(match[1], match[2], match[3], match[4], match[5]);
  const end = readClockText(match[6], match[7], match[8], match[9], match[10]);
  return start && end ? { start, end } : undefined;
}

function readClockText(
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  half: string | undefined,
  label: string | undefined,
): ClockText | undefined {
  let hours = Number(hour);
  const minutes = Number(minute);
  const seconds = second === undefined ? 0 : Number(second);
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return undefined;
    hours = (hours % 12) + (half === 'p' || half === 'P' ? 12 : 0);
  }
  // 24:00 ends the day, and is the next one's midnight.
  const isEndOfDay = half === undefined && hours === 24 && minutes === 0 && seconds === 0;
  if ((hours > 23 && !isEndOfDay) || minutes > 59 || seconds > 59 || label === undefined) return undefined;
  return { sinceMidnightMs: ((hours * 60 + minutes) * 60 + seconds) * 1000, label };
}

/** Midnight UTC of a slot's date, `YYYY-MM-DD` or `MM/DD/YYYY`; undefined when there is no such day. */
export function readSlotDate(date: string): number | undefined {
  if (typeof date !== 'string' || date.length > maxLength) return undefined;
  const iso = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$/.exec(date);
  if (iso) return midnight(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const us = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})\s*$/.exec(date);
  return us ? midnight(Number(us[3]), Number(us[1]), Number(us[2])) : undefined;
}

function midnight(year: number, month: number, day: number): number | undefined {
  // The day after, and the day in any zone, must be written with four digits as well.
  if (year < 1970 || year > 9998) return undefined;
  const at = Date.UTC(year, month - 1, day);
  const date = new Date(at);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? at : undefined;
}
