import { z } from 'zod';
import type { Target } from '../http/target.js';
import type { Property } from '../model/property.js';
import type { CallOptions } from '../options.js';
import { checkId } from './checks.js';
import { omitUndefined } from './omit-undefined.js';
import { resultReader } from './result-reader.js';
import { callMethod, standardMethod } from './wire-call.js';
import {
  wireContainer,
  wireFlag,
  wireId,
  wireList,
  wireNode,
  wireOfficeHours,
  wireProse,
  wireText,
} from './wire-schema.js';

const method = 'getProperties';

/** `properties/getProperties` r1. */
export async function getProperties(
  target: Target,
  { propertyIds }: { readonly propertyIds?: readonly string[] },
  call?: CallOptions,
): Promise<Property[]> {
  const params =
    propertyIds === undefined
      ? {}
      : { propertyIds: propertyIds.map((id) => checkId('propertyIds', id, method)).join(',') };
  // An empty list would mean "all" to Entrata.
  if (propertyIds?.length === 0) return [];
  const wire = standardMethod(target, 'getProperties', method);
  return callMethod(target, { method, wire, params, safety: 'read' }, decodeProperties, call);
}

export const wireAddress = wireNode(
  z.object({
    Address: wireProse,
    City: wireProse,
    State: wireText,
    StateCode: wireText,
    PostalCode: wireText,
    Country: wireText,
    Email: wireText,
  }),
);

const wireProperty = z.object({
  PropertyID: wireId,
  ParentPropertyID: wireText,
  MarketingName: wireProse,
  Type: wireText,
  webSite: wireText,
  YearBuilt: wireText,
  ShortDescription: wireProse,
  LongDescription: wireProse,
  Address: wireAddress,
  Addresses: wireNode(z.object({ Address: wireAddress })),
  Phone: wireNode(z.object({ PhoneNumber: wireText })),
  PropertyHours: wireNode(z.object({ OfficeHours: wireNode(z.object({ OfficeHour: wireOfficeHours })) })),
  IsDisabled: wireFlag,
});

const readResult = resultReader(
  wireContainer({ PhysicalProperty: wireContainer({ Property: wireList(wireProperty) }) }),
);

/** Reads a getProperties result; a text means that nothing was found. */
export function decodeProperties(result: unknown): Property[] {
  const root = readResult(result, method);
  return (root?.PhysicalProperty?.Property ?? []).map((property) => {
    const address = property.Address ?? property.Addresses?.Address;
    return omitUndefined({
      id: property.PropertyID,
      name: property.MarketingName ?? property.PropertyID,
      type: property.Type,
      parentId: property.ParentPropertyID,
      website: property.webSite,
      address: toAddress(address),
      email: address?.Email,
      phone: property.Phone?.PhoneNumber,
      yearBuilt: property.YearBuilt,
      shortDescription: property.ShortDescription,
      longDescription: property.LongDescription,
      officeHours: property.PropertyHours?.OfficeHours?.OfficeHour ?? [],
      disabled: property.IsDisabled,
    });
  });
}

export function toAddress(address: z.output<typeof wireAddress>): Property['address'] {
  if (!address) return undefined;
  return omitUndefined({
    street: address.Address,
    city: address.City,
    state: address.State ?? address.StateCode,
    postalCode: address.PostalCode,
    country: address.Country,
  });
}
