import type { ClientRecord, HouseRecord } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import { BoundedMap } from '../core/bounded-map.js';
import type { Context } from '../core/context.js';

/** Where a tour is: the house, and the client it belongs to. */
export interface TourPlace {
  readonly house: HouseRecord;
  readonly client: ClientRecord;
}

/** The active house and the client it belongs to. A hidden house is answered like one that does not exist. */
export async function findPlace({ store }: Context, houseId: string): Promise<TourPlace> {
  const house = await store.houses.find(houseId);
  if (house?.status !== 'active') throw new AdapterError('not_found');
  const client = await store.clients.find(house.clientId);
  if (client === undefined) throw new AdapterError('not_found');
  return { house, client };
}

/** Houses and clients for those who only look. Who books asks the database. */
export interface PlaceCache {
  find(houseId: string): TourPlace | Promise<TourPlace>;
}

const maxPlaces = 10_000;

/** One look-up at a time per house; a house hidden elsewhere may be seen here for `keepMs` more. */
export function createPlaceCache(context: Context, keepMs: number): PlaceCache {
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
