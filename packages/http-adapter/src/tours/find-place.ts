import { AdapterError } from '../core/adapter-error.js';
import type { Context } from '../core/context.js';
import type { TourPlace } from './calendar.js';

/** The active house and the client it belongs to. A hidden house is answered like one that does not exist. */
export async function findPlace(context: Context, houseId: string): Promise<TourPlace> {
  const house = await context.store.houses.find(houseId);
  if (house?.status !== 'active') throw new AdapterError('not_found');
  const client = await context.store.clients.find(house.clientId);
  if (client === undefined) throw new AdapterError('not_found');
  return { house, client };
}
