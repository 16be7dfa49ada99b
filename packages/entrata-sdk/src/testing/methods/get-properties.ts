import type { SandboxProperty } from '../companies/company.js';
import { LazyList } from '../protocol/lazy-list.js';
import { Refusal } from '../protocol/refusal.js';
import { idOf, idsOf, isFlagSet } from '../protocol/wire-value.js';
import { type Method, type MethodCall, nothingFound } from './method.js';
import { propertyProse } from './property-prose.js';
import { leaseTermsOf, spaceOptionsOf } from './property-terms.js';

/** Longer lists are rendered while they are written; the quirks do not reach them. */
const mostAtOnce = 5_000;

/** The days on which every office is open. */
export const officeDays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'] as const;

/** `getProperties` r1. Coordinates, images, units and rents are not in it, as at Entrata. */
export const getProperties: Method = (call) => {
  const chosen = chosenProperties(call);
  if (chosen.length === 0) return nothingFound;
  if (chosen.length <= mostAtOnce) {
    const Property = chosen.map((property) => renderProperty(property, call));
    return { result: { PhysicalProperty: { Property } } };
  }
  const lazy = new LazyList(renderEach(chosen, call));
  return { result: { PhysicalProperty: { Property: lazy } }, lazy };
};

function* renderEach(properties: readonly SandboxProperty[], call: MethodCall): Iterable<object> {
  for (const property of properties) yield renderProperty(property, call);
}

/** The properties named in `propertyIds`, or all; disabled ones only when named or asked for. */
export function chosenProperties({ state, company, params }: MethodCall): readonly SandboxProperty[] {
  if (typeof params.propertyIds === 'object')
    throw new Refusal(400, 'propertyIds must be a comma separated text.');
  const ids = idsOf(params.propertyIds);
  if (ids.length > 0) return ids.map((id) => state.directory.property(company, id));
  const all = isFlagSet(params.showAllStatus);
  return company.properties.filter((property) => all || !property.disabled);
}

function renderProperty(property: SandboxProperty, { company, nowMs }: MethodCall): object {
  const { street, city, state, postalCode } = property;
  return {
    PropertyID: idOf(property.id),
    MarketingName: property.name,
    Type: property.type,
    YearBuilt: property.yearBuilt,
    ...propertyProse(property, company),
    webSite: `https://${company.subdomain}.example.test/${property.id}`,
    Address: {
      '@attributes': { AddressType: 'property' },
      Address: street,
      City: city,
      State: state,
      PostalCode: postalCode,
      Country: 'US',
      Email: `leasing-${property.id}@example.test`,
    },
    Addresses: {
      Address: [
        {
          AddressType: 'Primary',
          Address: street,
          City: city,
          StateCode: state,
          PostalCode: postalCode,
          Country: 'US',
        },
        {
          AddressType: 'Mailing',
          Address: `PO Box ${property.id}`,
          City: city,
          StateCode: state,
          PostalCode: postalCode,
          Country: 'US',
        },
      ],
    },
    Phone: {
      '@attributes': { PhoneType: 'primary' },
      PhoneNumber: property.phone,
      PhoneDescription: 'Primary',
    },
    PropertyHours: {
      OfficeHours: {
        OfficeHour: [
          ...officeDays.map((Day) => ({
            Day,
            AvailabilityType: 'Open',
            OpenTime: '9:00 AM',
            CloseTime: '6:00 PM',
          })),
          { Day: 'Sunday', AvailabilityType: 'By Appointment Only' },
        ],
      },
      PoolHours: {
        PoolHour: [{ Day: 'Saturday', AvailabilityType: 'Open', OpenTime: '8:00 AM', CloseTime: '10:00 PM' }],
      },
    },
    IsDisabled: property.disabled ? 1 : 0,
    IsFeaturedProperty: property.featured ? 1 : 0,
    SpaceOptions: { SpaceOption: spaceOptionsOf(property) },
    LeaseTerms: leaseTermsOf(property, nowMs),
  };
}
