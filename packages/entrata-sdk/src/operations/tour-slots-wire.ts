import { z } from 'zod';
import type { TourTimeText } from '../model/tour.js';
import { resultReader } from './result-reader.js';
import { wireList, wireNode } from './wire-schema.js';

// The texts are taken as they are, spaces and all: they go back to Entrata byte for byte.
const times = z
  .preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(z.unknown()))
  .transform((values) => values.filter((value) => typeof value === 'string' && value !== '') as string[]);

const readTours = resultReader(
  wireNode(
    z.object({
      availableTours: wireNode(
        z.object({ availableTour: wireList(z.object({ tourDate: z.string(), tourTime: times })) }),
      ),
    }),
  ),
);

/** The slots of `getCalendarAvailability` r2 and of `getTourAvailability`; a text means that there are none. */
export function decodeSlots(result: unknown, method: string): TourTimeText[] {
  const days = readTours(result, method)?.availableTours?.availableTour ?? [];
  return days.flatMap(({ tourDate, tourTime }) => tourTime.map((time) => ({ date: tourDate, time })));
}
