import { formOf } from './text-form.js';

/** What stands at one place of a reply, taken over all the records in which it stands. Holds no value. */
export interface Place {
  /** JSON types, and how an empty element is written. */
  readonly types: Set<string>;
  /** How texts are written; undefined for one that has no form of its own. */
  readonly forms: Set<string | undefined>;
  /** Whether it is an XML attribute of what it stands in. */
  readonly isAttribute: Set<boolean>;
  /** Which keys records have here, by those keys as one text. */
  readonly keySets: Map<string, ReadonlySet<string>>;
  /** In what order kinds of rooms come, where this is a list of rooms. */
  readonly orders: Set<string>;
  records: number;
}

/** The places of a reply by their path, such as `PhysicalProperty.Property.PropertyID`: lists and keys that are ids leave no trace. */
export type Shape = Map<string, Place>;

/** Two working clients take the first room for the bedrooms. */
const orderedBy = 'RoomType';

/** A key as it may be shown: one that is none of Entrata's form, such as an address or a token, may hold anything. */
export const shownKey = (key: string): string =>
  key.length <= 40 && /^@?[a-z_]+(?:\d{1,2}[a-z_]*)?$/i.test(key) ? key : '[other]';

export const join = (path: string, key: string): string =>
  path === '' ? shownKey(key) : `${path}.${shownKey(key)}`;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object whose keys are ids is a list. */
export function isKeyedById(value: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^\d+$/.test(key));
}

/** The fields of a record, each with whether it is an XML attribute. */
export function fieldsOf(record: Readonly<Record<string, unknown>>): [string, unknown, boolean][] {
  const { '@attributes': attributes, ...fields } = record;
  return [
    ...Object.entries(isRecord(attributes) ? attributes : {}).map(
      ([key, value]): [string, unknown, boolean] => [key, value, true],
    ),
    ...Object.entries(fields).map(([key, value]): [string, unknown, boolean] => [key, value, false]),
  ];
}

/** Adds what a value is to a shape. */
export function addShape(shape: Shape, value: unknown, path = '', isAttribute = false): Shape {
  const place = placeAt(shape, path);
  place.isAttribute.add(isAttribute);
  place.types.add(typeOf(value));
  if (Array.isArray(value)) {
    for (const element of value) {
      if (isRecord(element)) addRecord(shape, element, path);
      else if (element !== '') addShape(shape, element, `${path}[]`);
    }
    const rooms = value.flatMap((each) => (isRecord(each) ? [roomType(each)] : []));
    if (rooms.some((room) => room !== undefined)) place.orders.add(rooms.join(', '));
  } else if (isRecord(value)) {
    if (isKeyedById(value)) {
      for (const element of Object.values(value)) if (isRecord(element)) addRecord(shape, element, path);
    } else addRecord(shape, value, path);
  } else if (typeof value === 'string' && value !== '') place.forms.add(formOf(value));
  return shape;
}

function addRecord(shape: Shape, record: Readonly<Record<string, unknown>>, path: string): void {
  const place = placeAt(shape, path);
  const fields = fieldsOf(record);
  const keys = fields.map(([key]) => shownKey(key)).sort();
  place.records += 1;
  place.keySets.set(keys.join(' '), new Set(keys));
  for (const [key, value, isAttribute] of fields) addShape(shape, value, join(path, key), isAttribute);
}

function placeAt(shape: Shape, path: string): Place {
  const known = shape.get(path);
  if (known) return known;
  const place: Place = {
    types: new Set(),
    forms: new Set(),
    isAttribute: new Set(),
    keySets: new Map(),
    orders: new Set(),
    records: 0,
  };
  shape.set(path, place);
  return place;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    if (value.length === 0) return 'empty list';
    return value.every((each) => each === '') ? 'list of empty texts' : 'list';
  }
  if (isRecord(value)) {
    if (Object.keys(value).length === 0) return 'empty object';
    return isKeyedById(value) ? 'object by id' : 'object';
  }
  if (typeof value === 'string') return value === '' ? 'empty text' : 'text';
  return typeof value;
}

/** Only words that are known: any other may be anything. */
function roomType(record: Readonly<Record<string, unknown>>): string | undefined {
  const type = fieldsOf(record).find(([key]) => key === orderedBy)?.[1];
  return type === 'Bedroom' || type === 'Bathroom' ? type : undefined;
}

/** The same value without a key, wherever the path leads to it. */
export function withoutKey(value: unknown, path: readonly string[]): unknown {
  const [key, ...deeper] = path;
  if (key === undefined) return value;
  if (Array.isArray(value)) return value.map((element) => withoutKey(element, path));
  if (!isRecord(value)) return value;
  if (isKeyedById(value)) return mapFields(value, (_, element) => withoutKey(element, path));
  return mapFields(value, (name, inner) => {
    if (name === '@attributes' && isRecord(inner)) return withoutKey(inner, path);
    if (shownKey(name) !== key) return inner;
    return deeper.length === 0 ? leftOut : withoutKey(inner, deeper);
  });
}

const leftOut = Symbol('left out');

function mapFields(
  record: Readonly<Record<string, unknown>>,
  map: (key: string, value: unknown) => unknown,
): Record<string, unknown> {
  const mapped = Object.entries(record).map(([key, value]) => [key, map(key, value)] as const);
  return Object.fromEntries(mapped.filter(([, value]) => value !== leftOut));
}
