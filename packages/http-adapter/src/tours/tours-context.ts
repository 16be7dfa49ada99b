import type { Context } from '../core/context.js';
import { createTourCalendar, type TourCalendar } from './calendar.js';
import { createHouseDays, type HouseDays } from './house-days.js';
import { createPlaceCache, type PlaceCache } from './places.js';
import type { TourSettings } from './tour-settings.js';

/** What all that shows or checks tour times is given. */
export interface ToursContext extends Context, HouseDays {
  readonly tours: TourSettings;
  readonly calendar: TourCalendar;
  readonly places: PlaceCache;
}

export function createToursContext<C extends Context>(context: C, tours: TourSettings): C & ToursContext {
  const days = createHouseDays(context, tours);
  return {
    ...context,
    ...days,
    tours,
    calendar: createTourCalendar(context, tours, days),
    places: createPlaceCache(context, tours.recordCacheMs),
  };
}
