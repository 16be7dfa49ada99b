import { createHash } from 'node:crypto';
import {
  type HouseFloorPlan,
  type HouseImage,
  type HouseListing,
  type HouseOfficeHours,
  type HouseUnit,
  textWidths,
} from 'entrata-store';
import { cleanLine, cleanText, cleanUrl } from '../core/plain-text.js';
import { isTimeZone } from '../core/time-zone.js';
import { cleanLines, cleanTerms } from './clean-terms.js';
import {
  asRecord,
  cleanCents,
  cleanCount,
  cleanDay,
  cleanList,
  cleanNumber,
  cleanRange,
  fitting,
  isWithin,
  known,
  lineLength,
  listOrNone,
  mostCount,
  type Unchecked,
  urlLength,
} from './clean-values.js';

/** A house of a property, before its digest is taken. */
export type HouseDraft = Omit<HouseListing, 'sourceHash'>;

const widths = textWidths.houses;

/** Bounds of what has no column of its own. */
const most = {
  images: 200,
  floorPlans: 500,
  amenities: 300,
  officeHours: 50,
  amenitiesOfUnit: 50,
  /** Those that can be had: who wants more of them has a search of their own. */
  units: 200,
};

/**
 * A house that the store can keep and any page can show: texts without markup and as long as their columns allow,
 * addresses of the web, numbers that make sense. What does not is absent, and what is no field of a house is left
 * out. Throws on a house that is none.
 */
export function cleanHouse(draft: HouseDraft, fallbackTitle: string): HouseDraft {
  if (typeof draft !== 'object' || draft === null)
    throw new TypeError('mapHouses made something else than a house');
  // It comes from a function of the user's, and what is in it from whoever typed it at Entrata.
  const house: Unchecked<HouseDraft> = draft;
  const place = cleanPlace(house.latitude, house.longitude);
  return {
    unitKey: cleanKey(house.unitKey),
    title: cleanLine(house.title, widths.title) ?? fallbackTitle,
    description: cleanText(house.description, widths.description),
    street: cleanLine(house.street, widths.street),
    city: cleanLine(house.city, widths.city),
    state: cleanLine(house.state, widths.state),
    postalCode: cleanLine(house.postalCode, widths.postalCode),
    country: cleanLine(house.country, widths.country),
    latitude: place?.latitude,
    longitude: place?.longitude,
    timeZone: cleanTimeZone(house.timeZone),
    bedrooms: cleanRange(house.bedrooms, mostCount),
    bathrooms: cleanRange(house.bathrooms, mostCount),
    squareFeet: cleanRange(house.squareFeet, mostCount),
    rentCents: cleanCents(house.rentCents),
    unitsAvailable: cleanCount(house.unitsAvailable),
    phone: cleanLine(house.phone, widths.phone),
    website: cleanUrl(house.website, widths.website),
    officeHours: fitting(cleanList(house.officeHours, most.officeHours, cleanHours), widths.officeHours),
    amenities: fitting(
      cleanList(house.amenities, most.amenities, (each) => cleanLine(each, lineLength)),
      widths.amenities,
    ),
    images: fitting(cleanImages(house.images), widths.images),
    floorPlans: fitting(cleanList(house.floorPlans, most.floorPlans, cleanFloorPlan), widths.floorPlans),
    availabilityUrl: cleanUrl(house.availabilityUrl, widths.availabilityUrl),
    featured: typeof house.featured === 'boolean' ? house.featured : undefined,
    ...cleanTerms(house),
    units: listOrNone(house.units, most.units, cleanUnit, widths.units),
  };
}

/** A key that its column would refuse keeps telling its house apart, by its digest. */
function cleanKey(key: unknown): string {
  if (typeof key !== 'string') throw new TypeError('mapHouses made a house without a unitKey');
  const isPlain = key.length <= widths.unitKey && !/\p{Cc}|\p{Surrogate}/u.test(key);
  return isPlain ? key : createHash('sha256').update(Buffer.from(key, 'utf16le')).digest('hex');
}

/** Half a place, or one that is not on Earth, is none. */
function cleanPlace(latitude: unknown, longitude: unknown) {
  if (!isWithin(latitude, -90, 90) || !isWithin(longitude, -180, 180)) return undefined;
  return { latitude, longitude };
}

/** Undefined for a zone that this system does not know: a tour time in it could not be computed. */
function cleanTimeZone(value: unknown): string | undefined {
  const timeZone = cleanLine(value, widths.timeZone);
  return timeZone !== undefined && isTimeZone(timeZone) ? timeZone : undefined;
}

const cleanImages = (value: unknown) => cleanList(value, most.images, cleanImage);

function cleanImage(value: unknown): HouseImage | undefined {
  const image: Unchecked<HouseImage> = asRecord(value);
  const url = cleanUrl(image.url, urlLength);
  const caption = cleanLine(image.caption, lineLength);
  return url === undefined ? undefined : { url, ...(caption === undefined ? {} : { caption }) };
}

function cleanHours(value: unknown): HouseOfficeHours | undefined {
  const hours: Unchecked<HouseOfficeHours> = asRecord(value);
  const day = cleanLine(hours.day, lineLength);
  const open = cleanLine(hours.open, lineLength);
  const close = cleanLine(hours.close, lineLength);
  return day === undefined
    ? undefined
    : {
        day,
        ...(open === undefined ? {} : { open }),
        ...(close === undefined ? {} : { close }),
        byAppointment: hours.byAppointment === true,
      };
}

function cleanFloorPlan(value: unknown): HouseFloorPlan | undefined {
  const plan: Unchecked<HouseFloorPlan> = asRecord(value);
  const id = cleanLine(plan.id, widths.unitKey);
  if (id === undefined) return undefined;
  return {
    id,
    name: cleanLine(plan.name, lineLength) ?? id,
    ...known({
      ...cleanSize(plan),
      squareFeet: cleanRange(plan.squareFeet, mostCount),
      rentCents: cleanCents(plan.rentCents),
      depositCents: cleanCents(plan.depositCents),
      unitsAvailable: cleanCount(plan.unitsAvailable),
      availabilityUrl: cleanUrl(plan.availabilityUrl, urlLength),
      images: plan.images === undefined ? undefined : cleanImages(plan.images),
    }),
  };
}

const cleanSize = ({ bedrooms, bathrooms }: Unchecked<Pick<HouseUnit, 'bedrooms' | 'bathrooms'>>) => ({
  bedrooms: cleanNumber(bedrooms),
  bathrooms: cleanNumber(bathrooms),
});

function cleanUnit(value: unknown): HouseUnit | undefined {
  const unit: Unchecked<HouseUnit> = asRecord(value);
  const id = cleanLine(unit.id, widths.unitKey);
  if (id === undefined) return undefined;
  return {
    id,
    ...known({
      number: cleanLine(unit.number, lineLength),
      floorPlanId: cleanLine(unit.floorPlanId, widths.unitKey),
      building: cleanLine(unit.building, lineLength),
      floor: cleanLine(unit.floor, lineLength),
      ...cleanSize(unit),
      squareFeet: cleanNumber(unit.squareFeet),
      rentCents: cleanCents(unit.rentCents),
      depositCents: cleanCents(unit.depositCents),
      availableOn: cleanDay(unit.availableOn),
      availabilityUrl: cleanUrl(unit.availabilityUrl, urlLength),
      amenities: cleanLines(unit.amenities, most.amenitiesOfUnit),
    }),
  };
}
