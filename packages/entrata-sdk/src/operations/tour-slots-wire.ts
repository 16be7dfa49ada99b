import { z } from 'zod';
import type { TourTimeText } from '../model/tour.js';
import { resultReader } from './result-reader.js';
import { readTexts } from './wire-readers.js';
import { wireContainer, wireList } from './wire-schema.js';

const readTours = resultReader(
  wireContainer({
    availableTours: wireContainer({
      // The texts are taken as they are, spaces and all: they go back to Entrata byte for byte.
      availableTour: wireList(
        z.object({ tourDate: z.string(), tourTime: z.unknown().optional().transform(readTexts) }),
      ),
    }),
    // An older client takes this for "no tours".
    success: z.unknown().optional(),
  }),
);

/** The slots of `getCalendarAvailability` r2 and of `getTourAvailability`; a text means that there are none. */
export function decodeSlots(result: unknown, method: string): TourTimeText[] {
  const days = readTours(result, method)?.availableTours?.availableTour ?? [];
  return days.flatMap(({ tourDate, tourTime }) => tourTime.map((time) => ({ date: tourDate, time })));
}
