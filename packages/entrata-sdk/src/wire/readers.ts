import { decodeEntities } from './html-text.js';

export type WireRecord = Record<string, unknown>;

/**
 * A node of Entrata's tree as one flat record: XML attributes (`@attributes`) lie under the plain
 * fields, a list counts as its first element, and an empty element (`[]`, `""`, `[""]`, `{}`) is undefined.
 */
export function readNode(value: unknown): WireRecord | undefined {
  const node: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return undefined;
  // Any object that is no list can be read by key.
  const record = node as WireRecord;
  const fields = '@attributes' in record ? flattened(record) : record;
  return isEmpty(fields) ? undefined : fields;
}

function flattened(node: WireRecord): WireRecord {
  const flat: WireRecord = {};
  const attributes = node['@attributes'];
  if (typeof attributes === 'object' && attributes !== null) Object.assign(flat, attributes);
  for (const key in node) if (key !== '@attributes') flat[key] = node[key];
  return flat;
}

function isEmpty(record: WireRecord): boolean {
  for (const _ in record) return false;
  return true;
}

/** A list however it came: an array, one object, an object keyed by id, or an empty element. */
export function readList(value: unknown): WireRecord[] {
  if (Array.isArray(value)) return value.map(readNode).filter((node) => node !== undefined);
  const node = readNode(value);
  if (!node) return [];
  return isKeyedById(node) ? readList(Object.values(node)) : [node];
}

/**
 * Like `readList`, with undefined in the place of what stands in the list and is no record. Empty elements, which is how
 * XML says that there is nothing, are no places.
 */
export function readItems(value: unknown): (WireRecord | undefined)[] {
  const node = Array.isArray(value) ? undefined : readNode(value);
  if (!Array.isArray(value) && !node) return [];
  const elements = Array.isArray(value) ? value : node && isKeyedById(node) ? Object.values(node) : [node];
  const items = elements.filter((element) => !isEmptyElement(element)).map(readNode);
  const hasNothing = items.length === 0 || elements.every((element) => element === null);
  return hasNothing ? [] : items;
}

/** Like `readItems`; a record that stands under a number has that for its `@key`. */
export function readKeyedItems(value: unknown): (WireRecord | undefined)[] {
  const node = Array.isArray(value) ? undefined : readNode(value);
  if (!node || !isKeyedById(node)) return readItems(value);
  return readItems(
    Object.entries(node).map(([key, element]) => {
      const record = readNode(element);
      return record ? { '@key': key, ...record } : element;
    }),
  );
}

function isEmptyElement(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isEmptyElement);
  if (typeof value === 'object' && value !== null) return isEmpty(value as WireRecord);
  return value === '';
}

/** The records of a reply about leads, as a list or under `prospect`. */
export function readLeadRecords(prospects: unknown): WireRecord[] {
  return readList(prospects).flatMap((node) => {
    const inner = node.prospect ?? node.Prospect;
    return inner === undefined ? [node] : readList(inner);
  });
}

function isKeyedById(node: WireRecord): boolean {
  for (const key in node) if (!/^\d+$/.test(key)) return false;
  return true;
}

/** Text, trimmed; numbers become text, `{b: text}` and `{"@value": text}` their text. Empty is undefined. */
export function readText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined;
  if (typeof value === 'number') return isExact(value) ? String(value) : undefined;
  if (Array.isArray(value)) return readText(value[0]);
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).filter(([key]) => key !== '@attributes');
    const texts = parts.map(([, part]) => readText(part)).filter((text) => text !== undefined);
    return texts.join(' ') || undefined;
  }
  return undefined;
}

// JSON numbers beyond 2^53 were rounded before we saw them: an id would be somebody else's.
function isExact(value: number): boolean {
  return Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value));
}

/** An id: a text of printable characters, or a whole number that is exact. */
export function readId(value: unknown): string | undefined {
  const text = readText(value);
  if (text === undefined || text.length > 100 || /[\p{Cc}\p{Cs}]/u.test(text)) return undefined;
  return typeof value === 'number' && !(Number.isInteger(value) && value >= 0) ? undefined : text;
}

/** Every text in a list however it came, untrimmed; empty ones are left out. */
export function readTexts(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => (key === '@attributes' ? [] : readTexts(part)));
}

/** Text for people: entities decoded, tags dropped. */
export function readProse(value: unknown): string | undefined {
  const text = readText(value);
  return text === undefined ? undefined : decodeEntities(text) || undefined;
}

/** What people call a thing: its name, or else its id, which is text for people then. */
export const nameOr = (name: string | undefined, id: string): string => name ?? readProse(id) ?? 'unnamed';

/** `1234`, `"1,234.50"`, `"$95.00"`, `"900 SquareFeet"`; not `"1e30"`, whose first digit would pass for it. */
export function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  // No number is longer, and the pattern is not made for ten million digits.
  const text = readText(value)?.slice(0, 64);
  const match = text && /^[^\d.-]{0,3}(-?\d[\d,]*(?:\.\d+)?|-?\.\d+)(?![\d,.]*e[+-]?\d)/i.exec(text);
  return match ? Number(match[1]?.replaceAll(',', '')) : undefined;
}

/** A reader of numbers in a range; one outside it says nothing, and is absent. */
function numberFrom(min: number, max: number): (value: unknown) => number | undefined {
  return (value) => {
    const number = readNumber(value);
    return number !== undefined && number >= min && number <= max ? number : undefined;
  };
}

/** How long an appointment takes, in minutes. */
export const readMinutes = numberFrom(1, 1_440);

/** How many rooms of a kind; halves occur. */
export const readRooms = numberFrom(0, 100);

/** How many units and the like. */
const readAmount = numberFrom(0, 1_000_000);
export const readCount = (value: unknown) => {
  const count = readAmount(value);
  return count === undefined ? undefined : Math.round(count);
};

/** Pixels of a picture, its place in a list. */
export const readPixels = numberFrom(1, 100_000);
export const readRank = numberFrom(-1_000_000, 1_000_000);

/** Degrees of latitude and longitude; 0 is how an unset coordinate is written. */
const readNorth = numberFrom(-90, 90);
const readEast = numberFrom(-180, 180);
export const readLatitude = (value: unknown) => readNorth(value) || undefined;
export const readLongitude = (value: unknown) => readEast(value) || undefined;

/** Dollars into whole cents. Below 0 is how some write "no price"; ten million and more is none. */
const readDollars = numberFrom(0, 10_000_000);
export function readCents(value: unknown): number | undefined {
  const dollars = readDollars(value);
  return dollars === undefined ? undefined : Math.round(dollars * 100);
}

/** A web address, whole or without its scheme. Another scheme than http is none to follow. */
export function readUrl(value: unknown): string | undefined {
  const text = readText(value);
  if (text === undefined || text.length > 4_096) return undefined;
  // A page may decode what it writes into a link.
  return isHttp(text) && isHttp(decodeEntities(text)) ? text : undefined;
}

function isHttp(text: string): boolean {
  if (/[\s<>"\p{Cc}\p{Cs}]/u.test(text)) return false;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1];
  // `host.example:8080` looks like a scheme too; none that a browser runs has a dot.
  const isHost = /^[^:]*\.[^:]*:\d{1,5}(?:\/|$)/.test(text);
  return scheme === undefined || /^https?$/i.test(scheme) || isHost;
}

/** An area; 0 is none. */
const readArea = numberFrom(1, 1_000_000);

/** `900 SquareFeet`, `83.61 SquareMeter`, or a bare number of square feet. */
export function readSquareFeet(value: unknown): number | undefined {
  const area = readArea(value);
  if (area === undefined || !/met(er|re)/i.test(readText(value) ?? '')) return area;
  return Math.round(area * 10.7639);
}

/** `1`, `"1"`, `true`, `"true"`. */
export function readFlag(value: unknown): boolean {
  return value === true || value === 1 || value === '1' || value === 'true';
}

/** The same, undefined where neither yes nor no is said. */
export function readYesOrNo(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = readText(value) ?? '';
  if (/^(?:1|true|yes)$/i.test(text)) return true;
  return /^(?:0|false|no)$/i.test(text) ? false : undefined;
}

/** `MM/DD/YYYY`, `YYYY-MM-DD` (a time after it is dropped), or `{Year, Month, Day}`, as `YYYY-MM-DD`. */
export function readDay(value: unknown): string | undefined {
  const node = readNode(value);
  if (node) {
    const [year, month, day] = [readText(node.Year), readText(node.Month), readText(node.Day)];
    return year && month && day ? isoDay(year, month, day) : undefined;
  }
  const text = readText(value) ?? '';
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text);
  if (us) return isoDay(us[3] ?? '', us[1] ?? '', us[2] ?? '');
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  return iso ? isoDay(iso[1] ?? '', iso[2] ?? '', iso[3] ?? '') : undefined;
}

// Entrata's first days and any that a listing or a booking can mean; 0001 and 9999 stand for "none".
const [firstYear, lastYear] = ['1970', '2199'];

function isoDay(year: string, month: string, day: string): string | undefined {
  if (year < firstYear || year > lastYear || year.length !== 4) return undefined;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : undefined;
}

/** `9:00 AM`, `09:00:00`, `13:30` as `HH:mm`. */
export function readClock(value: unknown): string | undefined {
  const match = /^(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap])?/i.exec(readText(value) ?? '');
  if (!match) return undefined;
  const [, hourText = '', minute = '', half] = match;
  let hour = Number(hourText);
  if (half !== undefined) hour = (hour % 12) + (half === 'p' || half === 'P' ? 12 : 0);
  if (hour > 23 || minute > '59') return undefined;
  return hour < 10 ? `0${hour}:${minute}` : `${hour}:${minute}`;
}
