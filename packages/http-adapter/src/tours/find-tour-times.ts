import type { TourSlot, TourType } from 'entrata-sdk';
import type { HouseRecord } from 'entrata-store';
import type { TourMonth } from './calendar.js';
import { hasBegun } from './offered-slot.js';
import { monthsOf, rawDay, readRange, type TourRange } from './range.js';
import type { ToursContext } from './tours-context.js';

export interface TourTimesRequest {
  readonly houseId: string;
  readonly month?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly tourType: TourType;
}

/** Where the tour times of an answer come from. The same sources and instant give the same answer. */
export interface TourTimesSource {
  readonly house: HouseRecord;
  readonly range: TourRange;
  readonly tourType: TourType;
  readonly months: readonly TourMonth[];
  /** Entrata could not be asked; this is what it said a while ago. */
  readonly stale: boolean;
}

export interface TourTimes extends TourTimesSource {
  readonly supported: boolean;
  /** Those that have not begun, by time; unreadable ones last. */
  readonly slots: readonly TourSlot[];
}

/** The months that hold the tour times of a house for a day, a range or a month of the property's own calendar. */
export async function findTourTimes(
  context: ToursContext,
  request: TourTimesRequest,
  peer: { readonly signal: AbortSignal },
): Promise<TourTimesSource> {
  const place = await context.places.find(request.houseId);
  const range = readRange(request, context.today(place.house), context.horizon(place.house));
  const answers = await Promise.all(
    monthsOf(range).map((month) => context.calendar.month(place, month, request.tourType, { peer })),
  );
  return {
    house: place.house,
    range,
    tourType: request.tourType,
    months: answers.map(({ month }) => month),
    stale: answers.some(({ stale }) => stale),
  };
}

/** Leaves out what is past or outside the range, and puts the rest in order. */
export function selectTourTimes(source: TourTimesSource, now: Date): TourTimes {
  const { range, months } = source;
  const slots = months
    .flatMap((month) => month.slots)
    .filter((slot) => {
      const day = rawDay(slot.raw.date);
      return (day === undefined || (day >= range.from && day <= range.to)) && !hasBegun(slot, now);
    });
  return {
    ...source,
    supported: months.every(({ supported }) => supported),
    slots: [
      ...slots.filter(({ startsAt }) => startsAt !== undefined),
      ...slots.filter(({ startsAt }) => startsAt === undefined),
    ],
  };
}
