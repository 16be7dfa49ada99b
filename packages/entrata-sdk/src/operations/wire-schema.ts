import { z } from 'zod';
import { readOfficeHours } from './office-hours.js';
import {
  readCents,
  readClock,
  readDay,
  readFlag,
  readList,
  readNode,
  readNumber,
  readProse,
  readSquareFeet,
  readText,
} from './wire-readers.js';

// Building blocks of the schemas of Entrata's replies. A field that cannot be read is absent; only a
// record without its id is an error.
const field = <T>(read: (value: unknown) => T | undefined) => z.unknown().transform(read).optional();

export const wireText = field(readText);
export const wireProse = field(readProse);
export const wireNumber = field(readNumber);
export const wireSquareFeet = field(readSquareFeet);
export const wireCents = field(readCents);
export const wireDay = field(readDay);
export const wireClock = field(readClock);
export const wireOfficeHours = field(readOfficeHours);
export const wireFlag = z.unknown().transform(readFlag).default(false);

/** An id, number or text, as text. */
export const wireId = z.unknown().transform(readText).pipe(z.string());

export const wireNode = <S extends z.ZodType>(schema: S) =>
  z.preprocess(readNode, schema.optional()).optional();

/**
 * A node that is there to hold these alone. One that holds something else was not understood, which must
 * not pass for an empty one.
 */
export const wireContainer = <S extends z.ZodRawShape>(shape: S) =>
  z
    .preprocess((value, context) => {
      const node = readNode(value);
      if (node && !Object.keys(shape).some((name) => name in node)) {
        context.addIssue({ code: 'custom', message: 'holds nothing that is known' });
      }
      return node;
    }, z.object(shape).optional())
    .optional();

export const wireList = <S extends z.ZodType>(schema: S) =>
  z.preprocess(readList, z.array(schema)).default([]);

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
