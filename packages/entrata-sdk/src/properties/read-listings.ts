import { type Drop, dropInSilence, keepReadable } from '../core/drops.js';
import { omitUndefined } from '../core/omit-undefined.js';
import { nameOr, readId } from '../wire/readers.js';
import { assertSomeReadable, resultReader } from '../wire/result-reader.js';
import { range, rentRange, wireContainer, wireItems } from '../wire/schema.js';
import { toAddress } from './get-properties.js';
import type { ListedUnit } from './join-units.js';
import type { FloorPlan, Image, Listing } from './listing.js';
import {
  type MitsFile,
  type MitsFloorPlan,
  type MitsProperty,
  type MitsTerms,
  type MitsUnit,
  readMits,
  wireFloorPlan,
} from './mits.js';
import { readOfficeHours } from './office-hours.js';
import { readAmenities, readTerms } from './read-terms.js';
import { ianaZone } from './zone-text.js';

/** A property of getMitsPropertyUnits, whose units are not joined yet. */
export interface ListedProperty extends Omit<Listing, 'units' | 'refusals'> {
  readonly units: readonly ListedUnit[];
}

/** Reads a getMitsPropertyUnits result; a text means that nothing was found. */
export function decodeMits(result: unknown, method: string, drop: Drop = dropInSilence): ListedProperty[] {
  const root = readMits(result, method)?.PhysicalProperty;
  const listed = root?.Property ?? [];
  // What stands beside several properties could be any one's.
  const above = listed.length === 1 ? root : undefined;
  const properties = keepReadable(listed, 'property', drop, (property) => toListing(property, above, drop));
  return assertSomeReadable(listed, properties, { method, path: 'PhysicalProperty.Property' });
}

function toListing(
  property: MitsProperty,
  above: MitsTerms | undefined,
  drop: Drop,
): ListedProperty | undefined {
  const { PropertyID: identity, ILS_Identification: place, Information: information } = property;
  const propertyId = property.Identification?.IDValue ?? identity?.Identification?.IDValue;
  if (propertyId === undefined) return drop('property', 'no_id');
  const units = keepReadable(property.ILS_Unit, 'unit', drop, (unit) => toUnit(unit, drop));
  // Such a property would pass for one that has nothing to let.
  if (units.length === 0 && property.ILS_Unit.length > 0) return drop('property', 'nothing_readable');
  const wireAddress = identity?.Address ?? identity?.AddressInfo;
  const address = toAddress(wireAddress);
  const zoneText = place?.TimeZone;
  const phone = identity?.Phone.find((each) => each.PhoneNumber !== undefined);
  return omitUndefined({
    propertyId,
    name: identity?.MarketingName,
    latitude: place?.Latitude,
    longitude: place?.Longitude,
    timeZone:
      zoneText === undefined
        ? undefined
        : omitUndefined({ text: zoneText, iana: ianaZone(zoneText, address?.state) }),
    phone: phone?.PhoneNumber,
    phoneType: phone?.PhoneType,
    website: identity?.WebSite,
    address,
    yearBuilt: information?.YearBuilt,
    shortDescription: information?.ShortDescription,
    longDescription: information?.LongDescription,
    officeHours: readOfficeHours(information?.OfficeHour, drop),
    availabilityUrl: information?.PropertyAvailabilityURL,
    ...readTerms(property, above, drop),
    images: toImages(property.File, drop),
    floorPlans: keepReadable(property.Floorplan, 'floor_plan', drop, (plan) => toFloorPlan(plan, drop)),
    units,
  });
}

/** A floor plan of MITS, which getFloorPlans shares. */
function toFloorPlan(plan: MitsFloorPlan, drop: Drop): FloorPlan | undefined {
  const id = plan.Identification?.IDValue ?? plan.IDValue;
  if (id === undefined) return drop('floor_plan', 'no_id');
  // A deposit of type MonthMultiple counts months of rent, not dollars.
  const deposit = plan.Deposit?.Amount;
  const isMultiple = /multiple/i.test(deposit?.AmountType ?? '');
  return omitUndefined({
    id,
    name: nameOr(plan.Name, id),
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
    images: toImages(plan.File, drop),
    amenities: readAmenities(plan.Amenity, drop),
    availabilityUrl: plan.FloorplanAvailabilityURL,
    comment: plan.Comment,
  });
}

function roomCount(plan: MitsFloorPlan, type: RegExp): number | undefined {
  return plan.Room.find((room) => type.test(room.RoomType ?? ''))?.Count;
}

function toUnit(wire: MitsUnit, drop: Drop): ListedUnit | undefined {
  const unit = wire.Units?.Unit;
  const { IDValue: outerId, IDType: type = '', OrganizationName: names = '' } = wire.Identification ?? {};
  // `propertyId~..~unitId~..~letter`
  const [, unitId, spaceName] = names.split('~..~');
  const innerId = unit?.Identification?.IDValue ?? readId(unitId);
  if (outerId === undefined && innerId === undefined) return drop('unit', 'no_id');
  const { EffectiveRent: rent, Availability: availability } = wire;
  const vacancy = availability?.VacancyClass ?? unit?.UnitOccupancyStatus;
  return omitUndefined({
    outerId,
    outerIs: kindOfId(type),
    innerId,
    spaceName: spaceName || undefined,
    number: unit?.MarketingName,
    floorPlanId: unit?.FloorPlanId,
    bedrooms: unit?.UnitBedrooms,
    bathrooms: unit?.UnitBathrooms,
    squareFeet: unit?.MinSquareFeet ?? unit?.MaxSquareFeet,
    building: unit?.BuildingName,
    floor: wire.FloorLevel,
    amenities: readAmenities(wire.Amenity, drop),
    availabilityUrl: availability?.UnitAvailabilityURL,
    rentCents:
      rentRange(rent?.Min ?? rent?.Avg, rent?.Max ?? rent?.Avg) ??
      rentRange(unit?.UnitRent || unit?.MarketRent, undefined),
    available: vacancy === undefined ? undefined : /^(unoccupied|vacant)/i.test(vacancy),
    availableOn: availability?.MadeReadyDate ?? availability?.VacateDate,
    termRents: [],
  });
}

/** `UnitSpaceID` was measured. */
function kindOfId(type: string): ListedUnit['outerIs'] {
  if (/space/i.test(type)) return 'space';
  return /unit/i.test(type) ? 'unit' : undefined;
}

/** Pictures with an address, inactive ones left out, by rank; those without a rank keep their order at the end. */
function toImages(files: readonly (MitsFile | undefined)[], drop: Drop): Image[] {
  return keepReadable(files, 'image', drop, (file) => {
    if (!isPicture(file) || file.Active === '0' || /^false$/i.test(file.Active ?? '')) return undefined;
    const { Src: url } = file;
    if (url === undefined || !/^https?:\/\//i.test(url)) return drop('image', 'unreadable');
    return omitUndefined({
      url,
      caption: file.Caption ?? file.Name,
      width: file.Width,
      height: file.Height,
      rank: file.Rank,
    });
  }).sort((a, b) => (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER));
}

function isPicture(file: MitsFile): boolean {
  return !/pdf|video|mp4|document/i.test(`${file.FileType ?? ''} ${file.Format ?? ''}`);
}

const readFloorPlans = resultReader(
  wireContainer({ FloorPlans: wireContainer({ FloorPlan: wireItems(wireFloorPlan) }) }),
);

/** Reads getFloorPlans r1; a text means that nothing was found. */
export function decodeFloorPlans(result: unknown, drop: Drop = dropInSilence): FloorPlan[] {
  const plans = readFloorPlans(result, 'getListings')?.FloorPlans?.FloorPlan ?? [];
  return keepReadable(plans, 'floor_plan', drop, (plan) => toFloorPlan(plan, drop));
}
