import type { SandboxFloorPlan, SandboxProperty, SandboxSpace, SandboxUnit } from '../companies/company.js';
import { plainMoney } from '../protocol/money.js';
import { Refusal } from '../protocol/refusal.js';
import { mitsTimeZone } from '../protocol/time-zone-text.js';
import { idsOf, isFlagSet } from '../protocol/wire-value.js';
import { availableOn, countAvailable, firstSpace, isUnitWanted, rentsOf, spacesOf } from './availability.js';
import { floorPlanFacts } from './floor-plan-facts.js';
import { chosenProperties, officeDays } from './get-properties.js';
import type { Method, MethodCall } from './method.js';
import { propertyProse } from './property-prose.js';
import { mitsTerms } from './property-terms.js';

/** `getMitsPropertyUnits` r1: coordinates, zone, gallery, floor plans and units; every scalar is a string. */
export const getMitsPropertyUnits: Method = (call) => {
  if (idsOf(call.params.propertyIds).length === 0) throw new Refusal(400, 'propertyIds is required.');
  const chosen = chosenProperties(call).map((property) => renderProperty(property, call));
  const isAbove = call.state.quirks.termsAbove === true && chosen.length === 1;
  const Property = isAbove ? chosen : chosen.map((property) => ({ ...property, ...mitsTerms }));
  return { result: { PhysicalProperty: { Property, ...(isAbove ? mitsTerms : {}) } } };
};

function renderProperty(property: SandboxProperty, call: MethodCall): object {
  const { floorPlans } = property;
  const website = `https://${call.company.subdomain}.example.test/${property.id}`;
  const units = floorPlans.flatMap((plan) => renderUnits(property, plan, call));
  return {
    Identification: { IDValue: property.id, '@attributes': { IDScopeType: 'sender', IDRank: 'primary' } },
    PropertyID: {
      Identification: { IDValue: property.id, '@attributes': { IDScopeType: 'sender', IDRank: 'primary' } },
      MarketingName: property.name,
      LegalName: `${property.name} LLC`,
      WebSite: website,
      [call.state.quirks.addressInfo ? 'AddressInfo' : 'Address']: {
        '@attributes': { AddressType: 'property' },
        Address: property.street,
        City: property.city,
        State: property.state,
        PostalCode: property.postalCode,
        Country: 'US',
        Email: `leasing-${property.id}@example.test`,
      },
      Phone: [
        {
          PhoneNumber: property.phone,
          PhoneDescription: 'Primary',
          '@attributes': { PhoneType: 'office' },
        },
      ],
    },
    ILS_Identification: {
      Latitude: property.latitude,
      Longitude: property.longitude,
      ...mitsTimeZone(property.timeZone),
      '@attributes': { ILS_IdentificationType: 'Apartment', RentalType: 'Market Rate' },
    },
    Information: {
      StructureType: 'Standard',
      UnitCount: String(floorPlans.reduce((count, plan) => count + plan.units.length, 0)),
      YearBuilt: property.yearBuilt,
      OfficeHour: officeDays.map((Day) => ({ OpenTime: '9:00 AM', CloseTime: '6:00 PM', Day })),
      ...propertyProse(property, call.company),
      PropertyAvailabilityURL: `${website}/availability`,
    },
    Building: [{ Identification: { IDValue: '1' }, Name: 'Main', UnitCount: String(units.length) }],
    Floorplan: floorPlans.map((plan) => renderFloorPlan(plan, property, call)),
    ILS_Unit: units,
    File: Array.from({ length: property.imageCount }, (_, index) => ({
      ...renderImage(`${call.origin}/images/${property.id}/${index + 1}.svg`, index),
      Caption: `${property.name}, view ${index + 1}`,
    })),
  };
}

function renderImage(src: string, index: number): object {
  return {
    Src: src,
    Name: `view-${index + 1}`,
    FileType: 'Photo',
    Format: 'image/svg+xml',
    Width: '960',
    Height: '640',
    Rank: String(index + 1),
    '@attributes': { FileID: String(index + 1), Active: 'true' },
  };
}

function renderFloorPlan(plan: SandboxFloorPlan, property: SandboxProperty, call: MethodCall): object {
  const available = String(countAvailable(plan.units));
  const facts = floorPlanFacts(plan, call.state.quirks);
  const average = Math.round((plan.squareFeet.min + plan.squareFeet.max) / 2);
  return {
    Identification: { IDValue: plan.id },
    Name: plan.name,
    UnitCount: String(plan.units.length),
    UnitsAvailable: available,
    DisplayedUnitsAvailable: available,
    FloorplanAvailabilityURL: `https://${call.company.subdomain}.example.test/${property.id}/${plan.id}`,
    ...facts,
    SquareFeet: { '@attributes': { Avg: String(average), ...facts.SquareFeet['@attributes'] } },
    File: [renderImage(`${call.origin}/images/${property.id}/plan-${plan.id}.svg`, 0)],
    Comment: '',
  };
}

/** One entry a unit, under the unit's id; with `showUnitSpaces` one a space, under the space's. */
function renderUnits(property: SandboxProperty, plan: SandboxFloorPlan, call: MethodCall): object[] {
  const { quirks } = call.state;
  const isBySpace = isFlagSet(call.params.showUnitSpaces) || quirks.mitsSpaces === true;
  return plan.units
    .filter((unit) => isUnitWanted(unit, call))
    .flatMap((unit) => {
      if (!isBySpace) {
        return [
          renderUnit(
            { IDValue: unit.id },
            { ...firstSpace(unit), rentCents: rentsOf(unit).min },
            unit,
            plan,
            call,
          ),
        ];
      }
      return spacesOf(unit).map((space) => {
        const OrganizationName = [property.id, unit.id, space.name].join('~..~');
        const type = quirks.untypedUnitIds ? {} : { '@attributes': { IDType: 'UnitSpaceID' } };
        return renderUnit({ IDValue: space.id, OrganizationName, ...type }, space, unit, plan, call);
      });
    });
}

function renderUnit(
  Identification: object,
  space: Pick<SandboxSpace, 'available' | 'availableInDays' | 'rentCents'>,
  unit: SandboxUnit,
  plan: SandboxFloorPlan,
  call: MethodCall,
): object {
  const [Year, Month, Day] = availableOn(space, call.nowMs)?.split('-') ?? [];
  const rent = plainMoney(space.rentCents);
  return {
    Identification,
    Units: {
      Unit: {
        '@attributes': { BuildingId: '1', FloorPlanId: plan.id },
        Identification: { IDValue: unit.id },
        MarketingName: unit.number,
        UnitType: plan.name,
        UnitBedrooms: String(plan.bedrooms),
        UnitBathrooms: String(plan.bathrooms),
        MinSquareFeet: String(plan.squareFeet.min),
        MaxSquareFeet: String(plan.squareFeet.max),
        UnitRent: rent,
        MarketRent: rent,
        UnitOccupancyStatus: space.available ? 'vacant' : 'occupied',
        FloorplanName: plan.name,
        BuildingName: 'Main',
      },
    },
    EffectiveRent: rent,
    FloorLevel: String(unit.floor),
    Availability: {
      VacancyClass: space.available ? 'Unoccupied' : 'Occupied',
      ...(space.available
        ? {
            VacateDate: { '@attributes': { Year, Month, Day } },
            MadeReadyDate: { '@attributes': { Year, Month, Day } },
          }
        : {}),
      UnitAvailabilityURL: `https://${call.company.subdomain}.example.test/units/${unit.id}`,
    },
    Amenity: [{ Description: 'Balcony', '@attributes': { AmenityType: 'Unit' } }],
  };
}
