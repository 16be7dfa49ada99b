import type { HouseRecord } from 'entrata-store';
import type { Booking } from '../booking.js';
import { readQuery } from '../fields.js';
import { jsonResponse } from '../http.js';
import { AdapterError } from '../problem.js';
import type { Route } from '../router.js';
import { housesQuery, parseInput } from '../schemas.js';
import { parseId } from './viewings.js';

/** The active houses. */
export function houseRoutes({ store }: Booking): Route[] {
  return [
    {
      methods: ['GET', 'HEAD'],
      path: '/api/houses',
      handle: async ({ request }) => {
        const page = parseInput(housesQuery, readQuery(request));
        const { items, next } = await store.houses.list({ status: 'active' }, page);
        return jsonResponse(200, { items: items.map(renderHouse), next: next ?? null });
      },
    },
    {
      methods: ['GET', 'HEAD'],
      path: '/api/houses/:id',
      handle: async (exchange) => {
        const house = await store.houses.find(parseId(exchange));
        if (house?.status !== 'active') throw new AdapterError('not_found');
        return jsonResponse(200, renderHouse(house));
      },
    },
  ];
}

/** All that the listing says; not whose it is. */
function renderHouse(house: HouseRecord) {
  const {
    clientId: _,
    operatorId: __,
    agentUserId: ___,
    status: ____,
    sourceHash: _____,
    ...listing
  } = house;
  return listing;
}
