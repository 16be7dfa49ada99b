import { z } from 'zod';

/** What the endpoints answer. The types of the rendering functions come from here, and so does `/openapi.json`. */

const instant = z.iso.datetime();
const status = z.enum(['pending', 'confirmed', 'rejected', 'failed', 'unknown', 'cancelled']);

export const slotAnswer = z
  .object({
    rawDate: z.string().describe('To be sent back unchanged when booking'),
    rawTime: z.string().describe('To be sent back unchanged when booking'),
    date: z.iso.date().nullable().describe('In the time zone of the answer'),
    start: z.string().nullable(),
    end: z.string().nullable(),
    startsAt: instant.nullable(),
    endsAt: instant.nullable(),
    label: z.string().nullable().describe('For people: `11:00 CST - 11:30 CST`'),
    problem: z.enum(['unknown_zone', 'unreadable']).nullable().describe('Why there is no reading'),
  })
  .meta({
    examples: [
      {
        rawDate: '2026-11-24',
        rawTime: '10:00 MST - 10:30 MST',
        date: '2026-11-24',
        start: '11:00',
        end: '11:30',
        startsAt: '2026-11-24T17:00:00.000Z',
        endsAt: '2026-11-24T17:30:00.000Z',
        label: '11:00 CST - 11:30 CST',
        problem: null,
      },
    ],
  });

export const tourTimesAnswer = z.object({
  houseId: z.string(),
  timeZone: z.string(),
  supported: z.boolean().describe('False when the property has no tours'),
  stale: z.boolean().describe('Entrata cannot be asked; these are its latest known times'),
  slots: z.array(slotAnswer),
});

export const appTourTimesAnswer = z.object({
  message: z.string(),
  houseId: z.string(),
  timeZone: z.string(),
  stale: z.boolean(),
  tourTimes: z
    .union([z.record(z.string(), z.array(slotAnswer)), z.literal('TOURS_NOT_SUPPORTED')])
    .describe('Raw date to times'),
});

const placeAnswer = z.object({
  id: z.string(),
  title: z.string(),
  street: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  postalCode: z.string().nullable(),
  timeZone: z.string().nullable(),
  image: z.string().nullable(),
});

export const viewingAnswer = z
  .object({
    id: z.string(),
    status: status.describe('`unknown`: Entrata may or may not have taken it; it is being looked up'),
    note: z.string().nullable().describe('A stable code that says why'),
    houseId: z.string(),
    house: placeAnswer.nullable(),
    tourType: z.string().nullable(),
    rawDate: z.string().nullable(),
    rawTime: z.string().nullable(),
    startsAt: instant.nullable(),
    endsAt: instant.nullable(),
    message: z.string().nullable(),
    leadId: z.string().nullable(),
    appointment: z
      .enum(['unverified', 'verified', 'missing'])
      .describe('Whether Entrata kept it with the lead'),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({
    examples: [
      {
        id: '0198c0de-0001',
        status: 'confirmed',
        note: null,
        houseId: '0198c0de-0002',
        house: {
          id: '0198c0de-0002',
          title: 'Example Heights',
          street: '1 Example Street',
          city: 'Denver',
          state: 'CO',
          postalCode: '80202',
          timeZone: 'America/Denver',
          image: null,
        },
        tourType: 'AGENT_GUIDED',
        rawDate: '2026-11-24',
        rawTime: '10:00 MST - 10:30 MST',
        startsAt: '2026-11-24T17:00:00.000Z',
        endsAt: '2026-11-24T17:30:00.000Z',
        message: 'Is there a garden?',
        leadId: '48151623',
        appointment: 'verified',
        createdAt: '2026-11-23T16:00:00.000Z',
        updatedAt: '2026-11-23T16:00:05.000Z',
      },
    ],
  });

export const operatorViewingAnswer = viewingAnswer.extend({
  visitor: z
    .object({ name: z.string(), email: z.string().nullable(), phone: z.string().nullable() })
    .nullable(),
});

const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable().describe('The `after` of the next page') });

export const viewingsAnswer = pageOf(viewingAnswer);
export const operatorViewingsAnswer = pageOf(operatorViewingAnswer);

export const summaryAnswer = z.object({
  operator: z.object({ id: z.string(), name: z.string().nullable() }),
  viewings: z.object({
    pending: z.number().int(),
    confirmed: z.number().int(),
    rejected: z.number().int(),
    failed: z.number().int(),
    unknown: z.number().int(),
    cancelled: z.number().int(),
  }),
});

const range = z.object({ min: z.number(), max: z.number() });
const image = z.object({ url: z.string(), caption: z.string().optional() });

export const houseAnswer = z.object({
  id: z.string(),
  propertyId: z.string().describe("Entrata's"),
  unitKey: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  street: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  postalCode: z.string().nullable(),
  country: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  timeZone: z.string().nullable(),
  bedrooms: range.nullable(),
  bathrooms: range.nullable(),
  squareFeet: range.nullable(),
  rentCents: range.nullable().describe('Monthly'),
  unitsAvailable: z.number().int().nullable(),
  phone: z.string().nullable(),
  website: z.string().nullable(),
  officeHours: z.array(
    z.object({
      day: z.string(),
      open: z.string().optional(),
      close: z.string().optional(),
      byAppointment: z.boolean(),
    }),
  ),
  amenities: z.array(z.string()),
  images: z.array(image),
  floorPlans: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      bedrooms: z.number().optional(),
      bathrooms: z.number().optional(),
      squareFeet: range.optional(),
      rentCents: range.optional(),
      unitsAvailable: z.number().int().optional(),
      images: z.array(image).optional(),
    }),
  ),
  createdAt: instant,
  updatedAt: instant,
});

export const housesAnswer = pageOf(houseAnswer);

export const propertyAnswer = z.object({
  id: z.string(),
  clientId: z.string(),
  propertyId: z.string().describe("Entrata's id"),
  name: z.string().optional().describe('As Entrata calls it; absent until it was fetched'),
  desiredState: z.enum(['active', 'suspended', 'inactive']),
  state: z.enum(['pending', 'active', 'suspended', 'inactive']),
  approval: z.enum(['none', 'sent', 'failed']),
  feedType: z.string().optional().describe('As Entrata sent it'),
  occupancyType: z.string().optional().describe('As Entrata sent it'),
  eventSeq: z.number().int().describe('The latest accepted event'),
  reachedSeq: z.number().int().describe('The event that the state belongs to'),
  activationSeq: z.number().int().optional().describe('The latest activation'),
  approvedSeq: z.number().int().optional().describe('The activation that Entrata was told is approved'),
  eventFingerprint: z.string().optional(),
  logId: z.string().optional().describe('The webhook of the latest event'),
  lastFetchedAt: instant.optional(),
  lastError: z.string().optional().describe('A stable code'),
  createdAt: instant,
  updatedAt: instant,
});

export const propertiesAnswer = pageOf(propertyAnswer);

const appViewing = z.object({
  id: z.string(),
  status: z.enum(['PENDING', 'ACCEPTED', 'CANCELLED']),
  house_id: z.string(),
  title: z.string().nullable(),
  address: z.string().nullable(),
  images: z.array(z.string()),
  agent_id: z.string().nullable(),
  rating: z.number().nullable(),
  crm_name: z.literal('entrata'),
  external_id: z.string().nullable().describe("Entrata's lead id"),
  date: z.string().nullable(),
  time: z.string().nullable(),
  starts_at: instant.nullable(),
  message: z.string().nullable(),
  created_at: instant,
});

export const appViewingsAnswer = z.object({
  cancelled: z.array(appViewing),
  none: z.array(appViewing).describe('Without a time'),
  thisWeek: z.array(appViewing).describe('Within 7 days'),
  thisMonth: z.array(appViewing),
  past: z.array(appViewing),
  other: z.array(appViewing),
});

export const messageAnswer = z
  .object({ message: z.string(), viewingId: z.string().optional() })
  .meta({ examples: [{ message: 'Viewing confirmed', viewingId: '0198c0de-0001' }] });

/** What Entrata is answered, unless the approval answers itself. */
export const webhookAnswer = z
  .object({
    status: z.enum(['accepted', 'duplicate', 'ignored', 'held']),
    logId: z.string().describe('Names the webhook in the log'),
    code: z.string().optional().describe('Why it was held or ignored'),
  })
  .meta({ examples: [{ status: 'accepted', logId: '6f1c2c1e-0000-4000-8000-000000000001' }] });

export const healthAnswer = z.object({ status: z.string() }).meta({ examples: [{ status: 'ok' }] });
