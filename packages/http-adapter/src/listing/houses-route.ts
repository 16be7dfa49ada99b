import type { HouseRecord } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import type { Context } from '../core/context.js';
import { readQuery } from '../http/fields.js';
import { checkCursor, parseId, parseInput } from '../http/read-input.js';
import { jsonResponse } from '../http/request-response.js';
import { housesQuery } from '../http/request-schemas.js';
import {
  type HouseResponse,
  type HousesResponse,
  houseResponse,
  housesResponse,
} from '../http/response-schemas.js';
import type { Route } from '../http/router.js';
import { renderImage, renderRange, renderTerms, renderUnit } from './render-terms.js';

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
        responses: { 200: housesResponse },
      },
      handle: async ({ request }) => {
        const page = parseInput(housesQuery, readQuery(request));
        const { items, next } = await checkCursor(page, () => store.houses.list({ status: 'active' }, page));
        return jsonResponse<HousesResponse>(200, { items: items.map(renderInList), next: next ?? null });
      },
    },
    {
      methods: ['GET', 'HEAD'],
      path: '/api/houses/:id',
      about: {
        summary: 'An active house',
        tag: 'houses',
        responses: { 200: houseResponse },
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

/** All that the listing says, but for the units; not whose it is. */
function renderInList(house: HouseRecord): HousesResponse['items'][number] {
  return {
    id: house.id,
    propertyId: house.propertyId,
    unitKey: house.unitKey,
    title: house.title,
    description: house.description ?? null,
    street: house.street ?? null,
    city: house.city ?? null,
    state: house.state ?? null,
    postalCode: house.postalCode ?? null,
    country: house.country ?? null,
    latitude: house.latitude ?? null,
    longitude: house.longitude ?? null,
    timeZone: house.timeZone ?? null,
    bedrooms: renderRange(house.bedrooms),
    bathrooms: renderRange(house.bathrooms),
    squareFeet: renderRange(house.squareFeet),
    rentCents: renderRange(house.rentCents),
    unitsAvailable: house.unitsAvailable ?? null,
    phone: house.phone ?? null,
    website: house.website ?? null,
    officeHours: house.officeHours.map((hours) => ({
      day: hours.day,
      open: hours.open ?? null,
      close: hours.close ?? null,
      byAppointment: hours.byAppointment,
    })),
    amenities: [...house.amenities],
    images: house.images.map(renderImage),
    floorPlans: house.floorPlans.map((plan) => ({
      id: plan.id,
      name: plan.name,
      bedrooms: plan.bedrooms ?? null,
      bathrooms: plan.bathrooms ?? null,
      squareFeet: renderRange(plan.squareFeet),
      rentCents: renderRange(plan.rentCents),
      depositCents: renderRange(plan.depositCents),
      unitsAvailable: plan.unitsAvailable ?? null,
      availabilityUrl: plan.availabilityUrl ?? null,
      images: (plan.images ?? []).map(renderImage),
    })),
    availabilityUrl: house.availabilityUrl ?? null,
    featured: house.featured ?? false,
    ...renderTerms(house),
    createdAt: house.createdAt,
    updatedAt: house.updatedAt,
  };
}

function renderHouse(house: HouseRecord): HouseResponse {
  return { ...renderInList(house), units: (house.units ?? []).map(renderUnit) };
}
