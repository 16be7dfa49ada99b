import { z } from 'zod';
import { type Drop, dropInSilence } from '../core/drops.js';
import type { RawSlot } from '../slots/slot.js';
import { readTexts } from '../wire/readers.js';
import { assertSomeReadable, resultReader } from '../wire/result-reader.js';
import { wireContainer, wireItems } from '../wire/schema.js';

// The texts are taken as they are, spaces and all: they go back to Entrata byte for byte.
const wireDay = z.object({ tourDate: z.unknown().optional(), tourTime: z.unknown().optional() });

const readTours = resultReader(
  wireContainer({
    availableTours: wireContainer({ availableTour: wireItems(wireDay) }),
    // An older client takes this for "no tours".
    success: z.unknown().optional(),
  }),
);

// A text of Entrata's has about 21 characters.
const maxTextLength = 255;
// A property that gave a tour every minute of sixty days would offer fewer.
const maxSlots = 100_000;

/** The slots of `getCalendarAvailability` r2 and of `getTourAvailability`; a text means that there are none. */
export function decodeSlots(result: unknown, method: string, drop: Drop = dropInSilence): RawSlot[] {
  const days = readTours(result, method)?.availableTours?.availableTour ?? [];
  const slots: RawSlot[] = [];
  const readDays: string[] = [];
  for (const day of days) {
    const date = day?.tourDate;
    if (!day || typeof date !== 'string' || date.trim() === '' || date.length > maxTextLength) {
      drop('tour_day', day ? 'unreadable' : 'no_record');
      continue;
    }
    readDays.push(date);
    for (const time of readTimes(day.tourTime, drop)) {
      if (slots.length < maxSlots) slots.push({ date, time });
      else drop('tour_time', 'too_many');
    }
  }
  assertSomeReadable(days, readDays, { method, path: 'availableTours.availableTour.tourDate' });
  return slots;
}

function readTimes(value: unknown, drop: Drop): string[] {
  const listed = Array.isArray(value) ? value : [value];
  return listed.flatMap((element) => {
    const texts = readTexts(element);
    if (texts.length === 0 && typeof element === 'number') drop('tour_time', 'unreadable');
    if (texts.length === 0 && element === null && listed.length > 1) drop('tour_time', 'no_record');
    const short = texts.filter((text) => text.length <= maxTextLength);
    for (let left = texts.length - short.length; left > 0; left--) drop('tour_time', 'too_long');
    return short;
  });
}
