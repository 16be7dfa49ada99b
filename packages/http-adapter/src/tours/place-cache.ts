import type { Context } from '../context.js';
import { findPlace } from '../flows/find-place.js';
import type { TourPlace } from './tour-calendar.js';

/** Houses and clients for those who only look. Who books asks the database. */
export interface PlaceCache {
  find(houseId: string): TourPlace | Promise<TourPlace>;
}

const defaultKeepMs = 1_000;
const maxPlaces = 10_000;

/** One look-up at a time per house; a house hidden elsewhere may be seen here for `recordCacheMs` more. */
export function createPlaceCache(context: Context): PlaceCache {
  const keepMs = context.options.recordCacheMs ?? defaultKeepMs;
  const known = new Map<string, { readonly place: TourPlace; readonly untilMs: number }>();
  const underWay = new Map<string, Promise<TourPlace>>();

  async function lookUp(houseId: string): Promise<TourPlace> {
    try {
      const untilMs = context.now().getTime() + keepMs;
      const place = await findPlace(context, houseId);
      if (keepMs > 0) known.set(houseId, { place, untilMs });
      for (const oldest of known.keys()) {
        if (known.size <= maxPlaces) break;
        known.delete(oldest);
      }
      return place;
    } finally {
      underWay.delete(houseId);
    }
  }

  return {
    find(houseId) {
      const entry = known.get(houseId);
      if (entry !== undefined && context.now().getTime() < entry.untilMs) return entry.place;
      known.delete(houseId);
      const flight = underWay.get(houseId) ?? lookUp(houseId);
      underWay.set(houseId, flight);
      return flight;
    },
  };
}
