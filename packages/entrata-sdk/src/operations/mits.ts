import { EntrataError } from '../errors.js';
import type { FloorPlan, Image, PropertyUnits, Unit } from '../model/property-units.js';
import { toAddress } from './get-properties.js';
import {
  type MitsFile,
  type MitsFloorPlan,
  type MitsProperty,
  type MitsUnit,
  readMits,
} from './mits-schema.js';
import { omitUndefined } from './omit-undefined.js';
import { range, rentRange } from './wire-schema.js';
import { ianaZone } from './zone-text.js';

/** Reads a getMitsPropertyUnits result; a text means that nothing was found. */
export function decodeMits(result: unknown, method: string): PropertyUnits[] {
  const properties = readMits(result, method)?.PhysicalProperty?.Property ?? [];
  return properties.map((property) => toPropertyUnits(property, method));
}

function toPropertyUnits(property: MitsProperty, method: string): PropertyUnits {
  const { PropertyID: identity, ILS_Identification: place, Information: information } = property;
  const wireAddress = identity?.Address ?? identity?.AddressInfo;
  const address = toAddress(wireAddress);
  const zoneText = place?.TimeZone;
  return omitUndefined({
    propertyId: needed(
      property.Identification?.IDValue ?? identity?.Identification?.IDValue,
      'a property',
      method,
    ),
    name: identity?.MarketingName,
    latitude: coordinate(place?.Latitude, 90),
    longitude: coordinate(place?.Longitude, 180),
    timeZone:
      zoneText === undefined
        ? undefined
        : omitUndefined({ text: zoneText, iana: ianaZone(zoneText, address?.state) }),
    phone: identity?.Phone.find((phone) => phone.PhoneNumber !== undefined)?.PhoneNumber,
    website: identity?.WebSite,
    address,
    yearBuilt: information?.YearBuilt,
    shortDescription: information?.ShortDescription,
    longDescription: information?.LongDescription,
    officeHours: information?.OfficeHour ?? [],
    availabilityUrl: information?.PropertyAvailabilityURL,
    amenities: property.Amenity.map((amenity) => amenity.Description).filter((text) => text !== undefined),
    images: toImages(property.File),
    floorPlans: property.Floorplan.map((plan) => toFloorPlan(plan, method)),
    units: property.ILS_Unit.map((unit) => toUnit(unit, method)),
  });
}

/** A floor plan of MITS, which getFloorPlans shares. */
export function toFloorPlan(plan: MitsFloorPlan, method: string): FloorPlan {
  const id = needed(plan.Identification?.IDValue ?? plan.IDValue, 'a floor plan', method);
  // A deposit of type MonthMultiple counts months of rent, not dollars.
  const deposit = plan.Deposit?.Amount;
  const isMultiple = /multiple/i.test(deposit?.AmountType ?? '');
  return omitUndefined({
    id,
    name: plan.Name ?? id,
    bedrooms: roomCount(plan, /^bed/i),
    bathrooms: roomCount(plan, /^bath/i),
    squareFeet: range(
      plan.SquareFeet?.Min ?? plan.SquareFeet?.Avg,
      plan.SquareFeet?.Max ?? plan.SquareFeet?.Avg,
    ),
    rentCents: rentRange(plan.MarketRent?.Min, plan.MarketRent?.Max),
    depositCents: isMultiple ? undefined : range(deposit?.ValueRange?.Min, deposit?.ValueRange?.Max),
    unitCount: plan.UnitCount,
    unitsAvailable: plan.UnitsAvailable,
    images: toImages(plan.File),
    comment: plan.Comment,
  });
}

function roomCount(plan: MitsFloorPlan, type: RegExp): number | undefined {
  return plan.Room.find((room) => type.test(room.RoomType ?? ''))?.Count;
}

function toUnit(wire: MitsUnit, method: string): Unit {
  const unit = wire.Units?.Unit;
  const { EffectiveRent: rent, Availability: availability } = wire;
  const isVacant = availability?.VacancyClass ?? unit?.UnitOccupancyStatus;
  return omitUndefined({
    id: needed(wire.Identification?.IDValue ?? unit?.Identification?.IDValue, 'a unit', method),
    number: unit?.MarketingName,
    floorPlanId: unit?.FloorPlanId,
    bedrooms: unit?.UnitBedrooms,
    bathrooms: unit?.UnitBathrooms,
    squareFeet: unit?.MinSquareFeet ?? unit?.MaxSquareFeet,
    rentCents:
      rentRange(rent?.Min ?? rent?.Avg, rent?.Max ?? rent?.Avg) ??
      rentRange(unit?.UnitRent || unit?.MarketRent, undefined),
    available: /^(unoccupied|vacant)/i.test(isVacant ?? ''),
    availableOn: availability?.MadeReadyDate ?? availability?.VacateDate,
    termRents: [],
  });
}

/** Pictures with an address, inactive ones left out, by rank; those without a rank keep their order at the end. */
function toImages(files: readonly MitsFile[]): Image[] {
  return files
    .filter((file) => isPicture(file) && file.Active !== '0' && !/^false$/i.test(file.Active ?? ''))
    .map((file) =>
      omitUndefined({
        url: file.Src ?? '',
        caption: file.Caption ?? file.Name,
        width: file.Width,
        height: file.Height,
        rank: file.Rank,
      }),
    )
    .sort((a, b) => (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER));
}

function isPicture(file: MitsFile): boolean {
  if (!/^https?:\/\//i.test(file.Src ?? '')) return false;
  return !/pdf|video|mp4|document/i.test(`${file.FileType ?? ''} ${file.Format ?? ''}`);
}

function coordinate(value: number | undefined, bound: number): number | undefined {
  // 0 is how an unset coordinate is written.
  return value !== undefined && value !== 0 && Math.abs(value) <= bound ? value : undefined;
}

function needed(id: string | undefined, what: string, method: string): string {
  if (id !== undefined) return id;
  throw new EntrataError('bad_response', `${method}: Entrata's reply has ${what} without an id`, {
    outcome: 'unknown',
    method,
  });
}
