import { anyEntrataId, tourTypes } from 'entrata-sdk';
import { z } from 'zod';
import { appViewingStatus, shownViewingStatus } from './response-schemas.js';

/** Free text as it may be stored: no NUL, which PostgreSQL refuses, and no half of a character. */
const text = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .regex(/^[^\0\p{Surrogate}]*$/u, 'must be well-formed text');

/** An id of ours; a mapped table may use numbers. */
export const idSchema = z
  .union([z.string(), z.number().int().nonnegative().transform(String)])
  .pipe(z.string().regex(/^[\w.:-]{1,64}$/));

/** An id of Entrata's. Whether it has the form that the wire profile gives, only who knows the profile can say. */
export const entrataIdSchema = z.string().regex(anyEntrataId);

const day = z.iso.date();
const month = z.string().regex(/^(0[1-9]|1[0-2])-\d{4}$/);
const tourType = z.enum(tourTypes);

/** A form field that was left empty was not filled in. */
const unlessEmpty = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);

export const tourTimesQuery = z.object({
  houseId: idSchema,
  month: unlessEmpty(month.optional()).describe('`MM-YYYY`'),
  from: unlessEmpty(day.optional()),
  to: unlessEmpty(day.optional()).describe('Absent: the day `from`'),
  tourType: unlessEmpty(tourType.default('AGENT_GUIDED')),
});

/** The existing app says `propertyId` to a house's id, and nowhere else does it mean that. */
export const appTourTimesQuery = z
  .object({
    ...tourTimesQuery.shape,
    houseId: unlessEmpty(idSchema.optional()),
    propertyId: unlessEmpty(idSchema.optional()).describe('Another name of houseId'),
  })
  .transform(({ houseId, propertyId, ...rest }, issues) => {
    const id = houseId ?? propertyId;
    if (id === undefined || (propertyId !== undefined && propertyId !== id)) {
      issues.addIssue({ code: 'custom', path: ['houseId'], message: 'names the house' });
      return z.NEVER;
    }
    return { ...rest, houseId: id };
  });

/** The slot's two texts exactly as they were shown: both or neither. */
export const viewingBody = z
  .object({
    houseId: idSchema,
    rawDate: text(64).optional(),
    rawTime: text(128).optional(),
    tourType: tourType.default('AGENT_GUIDED'),
    message: text(2000).optional(),
  })
  .refine(({ rawDate, rawTime }) => (rawDate === undefined) === (rawTime === undefined), {
    path: ['rawTime'],
    message: 'rawDate and rawTime go together',
  })
  .refine(({ rawDate, message }) => rawDate !== undefined || message !== undefined, {
    path: ['message'],
    message: 'an enquiry needs a message',
  })
  .meta({
    examples: [
      { houseId: '0198c0de-0002', rawDate: '2026-11-24', rawTime: '10:00 MST - 10:30 MST' },
      { houseId: '0198c0de-0002', message: 'Is there a garden?' },
    ],
  });

/** What the existing app posts; its other fields (address, city, time zone …) are known to the server. */
export const requestViewingForm = z
  .object({
    houseId: idSchema,
    message: unlessEmpty(text(2000).optional()),
    request_type: unlessEmpty(z.enum(['ENQUIRY', 'INFORMATION']).default('ENQUIRY')),
    entrataSlotDate: unlessEmpty(text(64).optional()),
    entrataSlotTime: unlessEmpty(text(128).optional()),
    tourType: unlessEmpty(tourType.default('AGENT_GUIDED')),
  })
  .refine(
    ({ entrataSlotDate, entrataSlotTime }) =>
      (entrataSlotDate === undefined) === (entrataSlotTime === undefined),
    { path: ['entrataSlotTime'], message: 'entrataSlotDate and entrataSlotTime go together' },
  )
  .meta({
    examples: [
      {
        houseId: '17',
        message: 'Is there a garden?',
        request_type: 'ENQUIRY',
        entrataSlotDate: '2026-11-24',
        entrataSlotTime: '10:00 MST - 10:30 MST',
      },
    ],
  });

/** A whole number as people write it: not ` 7`, `0x10`, `1e1` or nothing, which `Number` takes too. */
const asWritten = (value: unknown) =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;

/** How many rows a page has. */
export const pageLimit = z.preprocess(asWritten, z.number().int().min(1).max(200).default(50));

const pageFields = {
  limit: pageLimit,
  after: text(512).exactOptional(),
};

export const viewingsQuery = z.object({ ...pageFields, status: shownViewingStatus.optional() });
export const operatorViewingsQuery = viewingsQuery.extend({ houseId: idSchema.optional() });
export const appViewingsQuery = z.object({
  search: unlessEmpty(text(200).optional()),
  status: unlessEmpty(z.enum(['ALL', ...appViewingStatus.options]).default('ALL')),
});
export const housesQuery = z.object(pageFields);

export const rescheduleBody = z
  .object({ rawDate: text(64), rawTime: text(128) })
  .meta({ examples: [{ rawDate: '2026-11-25', rawTime: '14:00 MST - 14:30 MST' }] });

export const resolveBody = z
  .object({
    outcome: z.enum(['booked', 'not_booked', 'send_again']),
    leadId: entrataIdSchema.optional(),
    // A form has texts only.
    evenIfBookedTwice: z
      .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
      .optional()
      .describe(
        'With send_again: send it although Entrata may have it already. Without, that is answered 409 may_book_twice',
      ),
  })
  .refine(({ outcome, leadId }) => outcome === 'booked' || leadId === undefined, {
    path: ['leadId'],
    message: 'only a booking has a lead',
  })
  .refine(({ outcome, evenIfBookedTwice }) => outcome === 'send_again' || evenIfBookedTwice !== true, {
    path: ['evenIfBookedTwice'],
    message: 'only what is sent again can be booked twice',
  })
  .meta({
    examples: [
      { outcome: 'booked', leadId: '48151623' },
      { outcome: 'send_again' },
      { outcome: 'send_again', evenIfBookedTwice: true },
    ],
  });

export const idempotencyKeySchema = z.string().regex(/^[\x21-\x7e]{1,128}$/);
