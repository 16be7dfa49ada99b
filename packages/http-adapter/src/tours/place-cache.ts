import type { Context } from '../context.js';
import { findPlace } from '../flows/find-place.js';
import type { TourPlace } from './tour-calendar.js';

/** Houses and clients for those who only look. Who books asks the database. */
export interface PlaceCache {
  find(houseId: string): TourPlace | Promise<TourPlace>;
}

const defaultKeepMs = 1_000;
const maxPlaces = 10_000;

/** A house hidden elsewhere may be seen here for `recordCacheMs` more. */
export function createPlaceCache(context: Context): PlaceCache {
  const keepMs = context.options.recordCacheMs ?? defaultKeepMs;
  const known = new Map<string, { readonly place: TourPlace; readonly untilMs: number }>();
  return {
    find(houseId) {
      const now = context.now().getTime();
      const entry = known.get(houseId);
      if (entry !== undefined && now < entry.untilMs) return entry.place;
      known.delete(houseId);
      return findPlace(context, houseId).then((place) => {
        if (keepMs > 0) known.set(houseId, { place, untilMs: now + keepMs });
        for (const oldest of known.keys()) {
          if (known.size <= maxPlaces) break;
          known.delete(oldest);
        }
        return place;
      });
    },
  };
}
