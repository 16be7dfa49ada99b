import { createHash } from 'node:crypto';
import {
  type HouseFloorPlan,
  type HouseImage,
  type HouseListing,
  type HouseOfficeHours,
  type Range,
  textWidths,
} from 'entrata-store';
import { cleanLine, cleanText, cleanUrl } from '../core/plain-text.js';
import { isTimeZone } from '../core/time-zone.js';

/** A house of a property, before its digest is taken. */
export type HouseDraft = Omit<HouseListing, 'sourceHash'>;

const widths = textWidths.houses;

/** Bounds of what has no column of its own. */
const most = {
  images: 200,
  floorPlans: 500,
  amenities: 300,
  officeHours: 50,
  lineLength: 500,
  urlLength: 2_048,
};
/** Larger numbers of rooms, square feet or flats are mistakes of whoever typed them. */
const mostCount = 1_000_000_000;

type Unchecked<T> = { readonly [K in keyof T]?: unknown };

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
      cleanList(house.amenities, most.amenities, (each) => cleanLine(each, most.lineLength)),
      widths.amenities,
    ),
    images: fitting(cleanImages(house.images), widths.images),
    floorPlans: fitting(cleanList(house.floorPlans, most.floorPlans, cleanFloorPlan), widths.floorPlans),
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

function isWithin(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && value >= min && value <= max;
}

function cleanCount(value: unknown): number | undefined {
  return isWithin(value, 0, mostCount) ? Math.round(value) : undefined;
}

function cleanRange(value: unknown, max: number): Range | undefined {
  const range: Unchecked<Range> = typeof value === 'object' && value !== null ? value : {};
  if (!isWithin(range.min, 0, max) || !isWithin(range.max, range.min, max)) return undefined;
  return { min: range.min, max: range.max };
}

function cleanCents(value: unknown): Range | undefined {
  const range = cleanRange(value, Number.MAX_SAFE_INTEGER);
  return range && { min: Math.round(range.min), max: Math.round(range.max) };
}

/** Undefined for a zone that this system does not know: a tour time in it could not be computed. */
function cleanTimeZone(value: unknown): string | undefined {
  const timeZone = cleanLine(value, widths.timeZone);
  return timeZone !== undefined && isTimeZone(timeZone) ? timeZone : undefined;
}

function cleanList<T>(value: unknown, limit: number, clean: (each: unknown) => T | undefined): readonly T[] {
  if (!Array.isArray(value)) return [];
  const cleaned: T[] = [];
  for (const each of value) {
    if (cleaned.length === limit) break;
    const kept = clean(each);
    if (kept !== undefined) cleaned.push(kept);
  }
  return cleaned;
}

/** As much of the list as its column holds. */
function fitting<T>(list: readonly T[], width: number): readonly T[] {
  let kept = list;
  while (kept.length > 0 && JSON.stringify(kept).length > width) kept = kept.slice(0, kept.length >> 1);
  return kept;
}

const asRecord = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

const cleanImages = (value: unknown) => cleanList(value, most.images, cleanImage);

function cleanImage(value: unknown): HouseImage | undefined {
  const image: Unchecked<HouseImage> = asRecord(value);
  const url = cleanUrl(image.url, most.urlLength);
  const caption = cleanLine(image.caption, most.lineLength);
  return url === undefined ? undefined : { url, ...(caption === undefined ? {} : { caption }) };
}

function cleanHours(value: unknown): HouseOfficeHours | undefined {
  const hours: Unchecked<HouseOfficeHours> = asRecord(value);
  const day = cleanLine(hours.day, most.lineLength);
  const open = cleanLine(hours.open, most.lineLength);
  const close = cleanLine(hours.close, most.lineLength);
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
  const facts = {
    bedrooms: isWithin(plan.bedrooms, 0, mostCount) ? plan.bedrooms : undefined,
    bathrooms: isWithin(plan.bathrooms, 0, mostCount) ? plan.bathrooms : undefined,
    squareFeet: cleanRange(plan.squareFeet, mostCount),
    rentCents: cleanCents(plan.rentCents),
    depositCents: cleanCents(plan.depositCents),
    unitsAvailable: cleanCount(plan.unitsAvailable),
    availabilityUrl: cleanUrl(plan.availabilityUrl, most.urlLength),
  };
  const known = Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
  const images = plan.images === undefined ? {} : { images: cleanImages(plan.images) };
  return { id, name: cleanLine(plan.name, most.lineLength) ?? id, ...known, ...images };
}
