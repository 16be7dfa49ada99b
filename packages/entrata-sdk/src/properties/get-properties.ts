import { z } from 'zod';
import { callMethod, standardMethod } from '../call/call-method.js';
import type { Target } from '../call/context.js';
import { type Drop, dropInSilence, keepReadable } from '../core/drops.js';
import { omitUndefined } from '../core/omit-undefined.js';
import type { CallOptions } from '../options.js';
import { checkIds } from '../wire/checks.js';
import { nameOr } from '../wire/readers.js';
import { assertSomeReadable, resultReader } from '../wire/result-reader.js';
import {
  wireContainer,
  wireFlag,
  wireIdOrNone,
  wireItems,
  wireNode,
  wireProse,
  wireUrl,
} from '../wire/schema.js';
import { toLeaseTerms, wireLeaseTerms } from './lease-terms.js';
import { readOfficeHours } from './office-hours.js';
import type { Property } from './property.js';

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
      : {
          propertyIds: checkIds('propertyIds', propertyIds, { ids: target.context.wire.ids, method }).join(
            ',',
          ),
        };
  // An empty list would mean "all" to Entrata.
  if (propertyIds?.length === 0) return [];
  const wire = standardMethod(target, 'getProperties', method);
  return callMethod(
    target,
    { method, wire, params, safety: 'read', readsList: true },
    decodeProperties,
    call,
  );
}

const wireAddressParts = z.object({
  AddressType: wireProse,
  Address: wireProse,
  City: wireProse,
  State: wireProse,
  StateCode: wireProse,
  PostalCode: wireProse,
  Country: wireProse,
  Email: wireProse,
});

export const wireAddress = wireNode(wireAddressParts);

const wireProperty = z.object({
  PropertyID: wireIdOrNone,
  ParentPropertyID: wireIdOrNone,
  MarketingName: wireProse,
  Type: wireProse,
  webSite: wireUrl,
  YearBuilt: wireProse,
  ShortDescription: wireProse,
  LongDescription: wireProse,
  Address: wireAddress,
  Addresses: wireNode(z.object({ Address: wireItems(wireAddressParts) })),
  Phone: wireNode(z.object({ PhoneNumber: wireProse, PhoneType: wireProse })),
  PropertyHours: wireNode(
    z.object({
      OfficeHours: wireNode(z.object({ OfficeHour: z.unknown().optional() })),
      PoolHours: wireNode(z.object({ PoolHour: z.unknown().optional() })),
    }),
  ),
  LeaseTerms: wireLeaseTerms,
  SpaceOptions: wireNode(
    z.object({ SpaceOption: wireItems(z.object({ Id: wireIdOrNone, Name: wireProse })) }),
  ),
  IsDisabled: wireFlag,
  IsFeaturedProperty: wireFlag,
});

const readResult = resultReader(
  wireContainer({ PhysicalProperty: wireContainer({ Property: wireItems(wireProperty) }) }),
);

/** Reads a getProperties result; a text means that nothing was found. */
export function decodeProperties(result: unknown, drop: Drop = dropInSilence): Property[] {
  const listed = readResult(result, method)?.PhysicalProperty?.Property ?? [];
  const properties = keepReadable(listed, 'property', drop, (property) => {
    const { PropertyID: id } = property;
    if (id === undefined) return drop('property', 'no_id');
    const others = property.Addresses?.Address ?? [];
    const mailing = others.find((each) => /mail/i.test(each?.AddressType ?? ''));
    const address = property.Address ?? others.find((each) => each !== mailing) ?? mailing;
    return omitUndefined({
      id,
      name: nameOr(property.MarketingName, id),
      type: property.Type,
      parentId: property.ParentPropertyID,
      website: property.webSite,
      address: toAddress(address),
      mailingAddress: toAddress(mailing),
      email: address?.Email,
      phone: property.Phone?.PhoneNumber,
      phoneType: property.Phone?.PhoneNumber === undefined ? undefined : property.Phone.PhoneType,
      yearBuilt: property.YearBuilt,
      shortDescription: property.ShortDescription,
      longDescription: property.LongDescription,
      officeHours: readOfficeHours(property.PropertyHours?.OfficeHours?.OfficeHour, drop),
      poolHours: readOfficeHours(property.PropertyHours?.PoolHours?.PoolHour, drop),
      leaseTerms: toLeaseTerms(property.LeaseTerms, drop),
      spaceOptions: keepReadable(property.SpaceOptions?.SpaceOption ?? [], 'space_option', drop, (option) =>
        option.Id === undefined
          ? drop('space_option', 'no_id')
          : { id: option.Id, name: nameOr(option.Name, option.Id) },
      ),
      disabled: property.IsDisabled,
      featured: property.IsFeaturedProperty,
    });
  });
  return assertSomeReadable(listed, properties, { method, path: 'PhysicalProperty.Property.PropertyID' });
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
