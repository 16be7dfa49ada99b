import { z } from 'zod';
import {
  readCents,
  readClock,
  readCount,
  readDay,
  readFlag,
  readId,
  readItems,
  readKeyedItems,
  readLatitude,
  readList,
  readLongitude,
  readMinutes,
  readNode,
  readNumber,
  readPixels,
  readProse,
  readRank,
  readRooms,
  readSquareFeet,
  readText,
  readUrl,
  readYesOrNo,
} from './readers.js';

// Building blocks of the schemas of Entrata's replies. A field that cannot be read is absent.
const field = <T>(read: (value: unknown) => T | undefined) => z.unknown().transform(read).optional();

export const wireText = field(readText);
export const wireProse = field(readProse);
export const wireUrl = field(readUrl);
export const wireMinutes = field(readMinutes);
export const wireRooms = field(readRooms);
export const wireCount = field(readCount);
export const wirePixels = field(readPixels);
export const wireRank = field(readRank);
export const wireLatitude = field(readLatitude);
export const wireLongitude = field(readLongitude);
export const wireNumber = field(readNumber);
export const wireSquareFeet = field(readSquareFeet);
export const wireCents = field(readCents);
export const wireDay = field(readDay);
export const wireClock = field(readClock);
export const wireYesOrNo = field(readYesOrNo);
export const wireFlag = z.unknown().transform(readFlag).default(false);

/** An id, number or text, as text. */
export const wireId = z.unknown().transform(readId).pipe(z.string());

/** An id that may be missing: what it belongs to is then left out, and its neighbours are kept. */
export const wireIdOrNone = field(readId);

export const wireNode = <S extends z.ZodType>(schema: S) =>
  z.preprocess(readNode, schema.optional()).optional();

const mostNames = 10;

/** Names of fields, for messages: a name that is none of Entrata's form may hold anything. */
function namesOf(node: object): string {
  const names = Object.keys(node);
  const shown = names.slice(0, mostNames).map((name) => (/^@?[a-z]\w{0,39}$/i.test(name) ? name : '[other]'));
  return [...shown, ...(names.length > mostNames ? ['...'] : [])].join(', ');
}

/**
 * A node that is there to hold these alone. One that holds something else was not understood, which must
 * not pass for an empty one.
 */
export const wireContainer = <S extends z.ZodRawShape>(shape: S) =>
  z
    .preprocess((value, context) => {
      const node = readNode(value);
      if (node && !Object.keys(shape).some((name) => name in node)) {
        context.addIssue({ code: 'custom', params: { came: namesOf(node), known: namesOf(shape) } });
      }
      return node;
    }, z.object(shape).optional())
    .optional();

export const wireList = <S extends z.ZodType>(schema: S) =>
  z.preprocess(readList, z.array(schema)).default([]);

/** A list whose elements are judged one by one: undefined stands where one is no record. */
export const wireItems = <S extends z.ZodType>(schema: S) =>
  z.preprocess(readItems, z.array(schema.optional())).default([]);

/** Such a list that may be an object keyed by id: its records have the key in `@key`. */
export const wireKeyedItems = <S extends z.ZodType>(schema: S) =>
  z.preprocess(readKeyedItems, z.array(schema.optional())).default([]);

/** Two numbers under any of their names; one given counts for both. */
export function range(
  min: number | undefined,
  max: number | undefined,
): { min: number; max: number } | undefined {
  const low = min ?? max;
  const high = max ?? min;
  return low === undefined || high === undefined
    ? undefined
    : { min: Math.min(low, high), max: Math.max(low, high) };
}

/** A range of rents; zero is how Entrata writes "no price". */
export function rentRange(min: number | undefined, max: number | undefined) {
  return range(min || undefined, max || undefined);
}
