import { appointmentStates, viewingStatuses } from 'entrata-store';
import { z } from 'zod';

/**
 * What the endpoints return; the administrator's are in `admin/`. The functions that render rows return these types,
 * the package exports them, and `/openapi.json` is made of the schemas. A key is always there: what is absent is `null`.
 * Paths that end in `.php` and errors keep to their own standards, which leave it out.
 */

export const instant = z.iso.datetime();
/** That a viewing is being sent is not shown: it is still pending. */
export const shownViewingStatus = z.enum(viewingStatuses).exclude(['sending']);
export const appViewingStatus = z.enum(['PENDING', 'ACCEPTED', 'CANCELLED']);

export const slotResponse = z
  .object({
    rawDate: z.string().describe('To be sent back unchanged when booking'),
    rawTime: z.string().describe('To be sent back unchanged when booking'),
    date: z.iso.date().nullable().describe('In the time zone of the answer'),
    start: z.string().nullable(),
    end: z.string().nullable(),
    startsAt: instant.nullable(),
    endsAt: instant.nullable(),
    label: z.string().nullable().describe('For people: `11:00 CST - 11:30 CST`'),
    problem: z.enum(['unknown_zone', 'unreadable']).nullable().describe('Why there are no parsed times'),
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

export const tourTimesResponse = z.object({
  houseId: z.string(),
  timeZone: z.string(),
  supported: z.boolean().describe('False when the property has no tours'),
  stale: z.boolean().describe('Entrata cannot be asked; these are its latest known times'),
  slots: z.array(slotResponse),
});

export const appTourTimesResponse = z.object({
  message: z.string(),
  houseId: z.string(),
  timeZone: z.string(),
  stale: z.boolean(),
  tourTimes: z
    .union([z.record(z.string(), z.array(slotResponse)), z.literal('TOURS_NOT_SUPPORTED')])
    .describe('Raw date to times'),
});

const placeResponse = z.object({
  id: z.string(),
  title: z.string(),
  street: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  postalCode: z.string().nullable(),
  timeZone: z.string().nullable(),
  image: z.string().nullable(),
});

export const viewingResponse = z
  .object({
    id: z.string(),
    status: shownViewingStatus.describe(
      '`unknown`: Entrata may or may not have taken it; it is being looked up',
    ),
    note: z.string().nullable().describe('A stable code that says why'),
    pendingChange: z
      .enum(['cancel', 'reschedule'])
      .nullable()
      .describe('What is asked for and not done yet; until it has ended, any other change is answered 409'),
    houseId: z.string(),
    house: placeResponse.nullable(),
    tourType: z.string().nullable(),
    rawDate: z.string().nullable(),
    rawTime: z.string().nullable(),
    startsAt: instant.nullable(),
    endsAt: instant.nullable(),
    message: z.string().nullable(),
    leadId: z.string().nullable(),
    appointment: z.enum(appointmentStates).describe('Whether Entrata kept it with the lead'),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({
    examples: [
      {
        id: '0198c0de-0001',
        status: 'confirmed',
        note: null,
        pendingChange: null,
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

export const operatorViewingResponse = viewingResponse.extend({
  visitor: z
    .object({ name: z.string(), email: z.string().nullable(), phone: z.string().nullable() })
    .nullable(),
});

/** A page of a list. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable().describe('The `after` of the next page') });

export const viewingsResponse = pageOf(viewingResponse);
export const operatorViewingsResponse = pageOf(operatorViewingResponse);

export const operatorSummaryResponse = z.object({
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
const image = z.object({ url: z.string(), caption: z.string().nullable() });

export const houseResponse = z.object({
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
      open: z.string().nullable().describe('As Entrata writes it'),
      close: z.string().nullable(),
      byAppointment: z.boolean(),
    }),
  ),
  amenities: z.array(z.string()),
  images: z.array(image),
  floorPlans: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      bedrooms: z.number().nullable(),
      bathrooms: z.number().nullable(),
      squareFeet: range.nullable(),
      rentCents: range.nullable().describe('Monthly'),
      depositCents: range.nullable(),
      unitsAvailable: z.number().int().nullable(),
      availabilityUrl: z.string().nullable().describe('Where somebody can apply for it'),
      images: z.array(image),
    }),
  ),
  availabilityUrl: z.string().nullable().describe('Where somebody can see what is free, and apply'),
  featured: z.boolean(),
  applicationFees: z.array(
    z.object({
      applicant: z.string().nullable().describe("Whose application, in Entrata's words"),
      amountCents: z.number().int(),
    }),
  ),
  petPolicies: z.array(
    z.object({
      allowed: z.boolean().nullable(),
      petType: z.string().nullable(),
      count: z.string().nullable().describe('As Entrata writes it, like the size and the weight'),
      size: z.string().nullable(),
      weight: z.string().nullable(),
      description: z.string().nullable(),
    }),
  ),
  specials: z.array(
    z.object({
      title: z.string().nullable(),
      text: z.string().nullable(),
      footer: z.string().nullable(),
      value: z.string().nullable().describe('As it was typed'),
    }),
  ),
  leaseTerms: z.array(
    z.object({
      name: z.string(),
      months: z.number().nullable(),
      startWindows: z
        .array(z.object({ from: z.iso.date(), to: z.iso.date() }))
        .describe('When such a lease may begin; empty: on any day'),
    }),
  ),
  spaceOptions: z.array(z.string()).describe('Ways to share a unit'),
  units: z
    .array(
      z.object({
        id: z.string(),
        number: z.string().nullable().describe('As painted on the door'),
        floorPlanId: z.string().nullable(),
        building: z.string().nullable(),
        floor: z.string().nullable(),
        bedrooms: z.number().nullable(),
        bathrooms: z.number().nullable(),
        squareFeet: z.number().nullable(),
        rentCents: range.nullable(),
        depositCents: range.nullable(),
        availableOn: z.iso.date().nullable(),
        availabilityUrl: z.string().nullable(),
        amenities: z.array(z.string()),
      }),
    )
    .describe('Those that can be had'),
  createdAt: instant,
  updatedAt: instant,
});

export const housesResponse = pageOf(
  houseResponse.omit({ units: true }).describe('A house without its units: those are at its own address'),
);

const appViewing = z.object({
  id: z.string(),
  status: appViewingStatus,
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

export const appViewingsResponse = z.object({
  cancelled: z.array(appViewing),
  none: z.array(appViewing).describe('Without a time'),
  thisWeek: z.array(appViewing).describe('Within 7 days'),
  thisMonth: z.array(appViewing),
  past: z.array(appViewing),
  other: z.array(appViewing),
});

export const messageResponse = z
  .object({ message: z.string(), viewingId: z.string().optional() })
  .meta({ examples: [{ message: 'Viewing confirmed', viewingId: '0198c0de-0001' }] });

/** What Entrata is answered, unless the approval answers itself. */
export const receivedWebhookResponse = z
  .object({
    status: z.enum(['accepted', 'duplicate', 'ignored', 'held']),
    logId: z.string().describe('Names the webhook in the log'),
    code: z.string().nullable().describe('Why it was held or ignored'),
  })
  .meta({
    examples: [{ status: 'accepted', logId: '6f1c2c1e-0000-4000-8000-000000000001', code: null }],
  });

/** The same at the existing app's paths, whose shape stays: what is absent is left out. */
export const appReceivedWebhookResponse = receivedWebhookResponse
  .extend({ code: z.string().optional().describe('Why it was held or ignored') })
  .meta({ examples: [{ status: 'accepted', logId: '6f1c2c1e-0000-4000-8000-000000000001' }] });

export const healthResponse = z.object({ status: z.literal('ok') }).meta({ examples: [{ status: 'ok' }] });

export const readinessResponse = z
  .object({
    status: z.literal('ready'),
    stuckTasks: z
      .record(z.string(), z.int().positive())
      .describe('By kind of task, how many handlers have not returned although their time is over'),
  })
  .meta({ examples: [{ status: 'ready', stuckTasks: { notify: 1 } }] });

/** A tour time: its two raw texts, which a booking gives back, and its parsed times. */
export type SlotResponse = z.output<typeof slotResponse>;
/** Of `GET /api/tour-times`. */
export type TourTimesResponse = z.output<typeof tourTimesResponse>;
/** A tour that a user asked for; of `POST /api/viewings`, `GET /api/viewings/:id`, and what changes one. */
export type ViewingResponse = z.output<typeof viewingResponse>;
/** Of `GET /api/viewings`: a page of the user's own tours, newest first. */
export type ViewingsResponse = z.output<typeof viewingsResponse>;
/** A tour as the operator of its house sees it: with its visitor. */
export type OperatorViewingResponse = z.output<typeof operatorViewingResponse>;
/** Of `GET /api/operator/viewings`: a page of tours, newest first. */
export type OperatorViewingsResponse = z.output<typeof operatorViewingsResponse>;
/** Of `GET /api/operator/summary`: how many tours are in which state. */
export type OperatorSummaryResponse = z.output<typeof operatorSummaryResponse>;
/** Of `GET /api/houses/:id`. */
export type HouseResponse = z.output<typeof houseResponse>;
/** Of `GET /api/houses`: a page of active houses without their units, newest first. */
export type HousesResponse = z.output<typeof housesResponse>;
/** Of `/api/getEntrataTourTimes.php`. */
export type AppTourTimesResponse = z.output<typeof appTourTimesResponse>;
/** Of `/api/viewings.php`. */
export type AppViewingsResponse = z.output<typeof appViewingsResponse>;
/** Of `/api/requestViewing.php`. */
export type MessageResponse = z.output<typeof messageResponse>;
/** What Entrata is answered to a webhook, unless the approval answers itself. */
export type ReceivedWebhookResponse = z.output<typeof receivedWebhookResponse>;
/** The same at the existing app's paths: what is absent is left out. */
export type AppReceivedWebhookResponse = z.output<typeof appReceivedWebhookResponse>;
/** Of `GET /healthz`: the process answers. */
export type HealthResponse = z.output<typeof healthResponse>;
/** Of `GET /readyz`: the database does its work. */
export type ReadinessResponse = z.output<typeof readinessResponse>;
