import { BoundedMap } from '../core/bounded-map.js';
import type { Context } from '../core/context.js';
import type { TourPlace } from './calendar.js';
import { findPlace } from './find-place.js';

/** Houses and clients for those who only look. Who books asks the database. */
export interface PlaceCache {
  find(houseId: string): TourPlace | Promise<TourPlace>;
}

const defaultKeepMs = 1_000;
const maxPlaces = 10_000;

/** One look-up at a time per house; a house hidden elsewhere may be seen here for `recordCacheMs` more. */
export function createPlaceCache(context: Context): PlaceCache {
  const keepMs = context.options.recordCacheMs ?? defaultKeepMs;
  const known = new BoundedMap<{ readonly place: TourPlace; readonly readAtMs: number }>({
    maxEntries: maxPlaces,
  });
  const underWay = new Map<string, Promise<TourPlace>>();

  async function lookUp(houseId: string): Promise<TourPlace> {
    try {
      const readAtMs = context.elapsedMs();
      const place = await findPlace(context, houseId);
      if (keepMs > 0) known.set(houseId, { place, readAtMs });
      return place;
    } finally {
      underWay.delete(houseId);
    }
  }

  return {
    find(houseId) {
      const entry = known.get(houseId);
      if (entry !== undefined && context.elapsedMs() - entry.readAtMs < keepMs) return entry.place;
      known.delete(houseId);
      const flight = underWay.get(houseId) ?? lookUp(houseId);
      underWay.set(houseId, flight);
      return flight;
    },
  };
}
