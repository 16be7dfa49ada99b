import type { HouseRecord } from 'entrata-store';
import type { z } from 'zod';
import { AdapterError } from '../core/adapter-error.js';
import type { Context } from '../core/context.js';
import { readQuery } from '../http/fields.js';
import { checkCursor, parseId, parseInput } from '../http/read-input.js';
import { jsonResponse } from '../http/request-response.js';
import { housesQuery } from '../http/request-schemas.js';
import { houseAnswer, housesAnswer } from '../http/response-schemas.js';
import type { Route } from '../http/router.js';

/** The active houses. */
export function houseRoutes({ store }: Context): Route[] {
  return [
    {
      methods: ['GET', 'HEAD'],
      path: '/api/houses',
      about: {
        summary: 'Active houses, newest first',
        tag: 'houses',
        query: housesQuery,
        answers: { 200: housesAnswer },
      },
      handle: async ({ request }) => {
        const page = parseInput(housesQuery, readQuery(request));
        const { items, next } = await checkCursor(page, () => store.houses.list({ status: 'active' }, page));
        return jsonResponse(200, { items: items.map(renderHouse), next: next ?? null });
      },
    },
    {
      methods: ['GET', 'HEAD'],
      path: '/api/houses/:id',
      about: {
        summary: 'An active house',
        tag: 'houses',
        answers: { 200: houseAnswer },
        problems: ['not_found'],
      },
      handle: async (exchange) => {
        const house = await store.houses.find(parseId(exchange));
        if (house?.status !== 'active') throw new AdapterError('not_found');
        return jsonResponse(200, renderHouse(house));
      },
    },
  ];
}

/** All that the listing says; not whose it is. */
function renderHouse(house: HouseRecord): z.output<typeof houseAnswer> {
  const orNull = <T>(value: T | undefined): T | null => value ?? null;
  return {
    id: house.id,
    propertyId: house.propertyId,
    unitKey: house.unitKey,
    title: house.title,
    description: orNull(house.description),
    street: orNull(house.street),
    city: orNull(house.city),
    state: orNull(house.state),
    postalCode: orNull(house.postalCode),
    country: orNull(house.country),
    latitude: orNull(house.latitude),
    longitude: orNull(house.longitude),
    timeZone: orNull(house.timeZone),
    bedrooms: orNull(house.bedrooms),
    bathrooms: orNull(house.bathrooms),
    squareFeet: orNull(house.squareFeet),
    rentCents: orNull(house.rentCents),
    unitsAvailable: orNull(house.unitsAvailable),
    phone: orNull(house.phone),
    website: orNull(house.website),
    officeHours: [...house.officeHours],
    amenities: [...house.amenities],
    images: [...house.images],
    floorPlans: house.floorPlans.map(({ images, ...plan }) =>
      images === undefined ? plan : { ...plan, images: [...images] },
    ),
    createdAt: house.createdAt,
    updatedAt: house.updatedAt,
  };
}
