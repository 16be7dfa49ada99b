import { type Auth, apiKey, basic, bearer } from '../auth.js';
import type { EntrataClient } from '../client.js';
import type { EntrataError } from '../core/errors.js';
import type { Entrata } from '../entrata.js';
import type { LeadEvent, LeadEventOfLead, LeadPickLists, LeadSummary } from '../leads/lead.js';
import type { CallOptions } from '../options.js';
import type { Listing } from '../properties/listing.js';
import type { RawTourSlot, TourSlot } from '../slots/slot.js';

/** Whom a step asks, and what earlier steps found out. */
export interface StepContext {
  readonly entrata: Entrata;
  readonly client: EntrataClient;
  readonly subdomain: string;
  readonly auth: Auth;
  readonly propertyId: string;
  /** `YYYY-MM-DD`, so many days from today. */
  readonly day: (fromToday: number) => string;
  /** What each call is to have. */
  readonly options: () => CallOptions;
  readonly found: Found;
}

/** What steps leave for those after them, and for the joins. */
export interface Found {
  listing?: Listing | undefined;
  slots?: readonly TourSlot[];
  windows?: readonly TourSlot[];
  pickLists?: LeadPickLists;
  leads?: readonly LeadSummary[];
  events?: readonly LeadEventOfLead[];
  /** The lead of the marked person, its appointment, and the tour that was asked for. */
  sent?: LeadSummary | undefined;
  sentEvent?: LeadEvent | undefined;
  sentSlot?: RawTourSlot;
  /** Undefined as long as nothing was sent. */
  mayBeBooked?: boolean;
}

/** One operation of this package to try. */
export interface Step {
  readonly operation: string;
  /** Only on these surfaces. */
  readonly only?: readonly Auth['kind'][];
  /** It is made to be refused: to see how. */
  readonly isRefused?: boolean;
  /** Its credential is none. */
  readonly isStranger?: boolean;
  /** What is to be done when it fails, besides what the error says. */
  readonly afterFailure?: string;
  /** The tour times it found, whose zone is looked at. */
  readonly slotsOf?: (found: Found) => readonly TourSlot[] | undefined;
  run(context: StepContext): Promise<StepResult>;
}

export interface StepResult {
  /** What this package gave, or what is to be judged of it. */
  readonly output: unknown;
  /** What this package gave, where `output` says less. */
  readonly whole?: unknown;
  readonly counts: Readonly<Record<string, number>>;
  /** Calls of it that Entrata refused, and that it could do without. */
  readonly refused?: readonly { readonly part: string; readonly error: EntrataError }[];
}

/** So many days of tours, and of leads. */
const tourDays = 14;
const leadDays = 30;
/** Further ahead than anybody offers tours. */
const farDay = 300;

export const nobody = 'nobody@entrata-probe.invalid';
/** One that is hardly given, and within what a number holds exactly. */
export const noProperty = '999999999999999';

/** What only reads, in this order: each asks little, and no method more than three times. */
export const readingSteps: readonly Step[] = [
  {
    operation: 'oauth.getClientInfo',
    only: ['bearer'],
    async run({ entrata, subdomain, auth, options }) {
      const source = auth.kind === 'bearer' ? auth.token : '';
      const accessToken = typeof source === 'function' ? await source() : source;
      const info = await entrata.oauth.getClientInfo({ subdomain, accessToken }, options());
      return { output: info, counts: {} };
    },
  },
  {
    operation: 'getProperties',
    async run({ client, propertyId, options }) {
      const properties = await client.getProperties({ propertyIds: [propertyId] }, options());
      return { output: properties, counts: { properties: properties.length } };
    },
  },
  {
    operation: 'getListings',
    async run({ client, propertyId, options, found }) {
      const listings = await client.getListings({ propertyIds: [propertyId] }, options());
      found.listing = listings[0];
      const count = (of: (listing: Listing) => readonly unknown[]) => listings.flatMap(of).length;
      return {
        output: listings,
        counts: {
          listings: listings.length,
          floorPlans: count(({ floorPlans }) => floorPlans),
          units: count(({ units }) => units),
        },
        refused: listings.flatMap(({ refusals }) => refusals),
      };
    },
  },
  {
    operation: 'getTourAvailability',
    slotsOf: ({ slots }) => slots,
    async run({ client, propertyId, day, options, found }) {
      const range = { propertyId, from: day(0), to: day(tourDays - 1) };
      const { supported, slots } = await client.getTourAvailability(range, options());
      found.slots = slots;
      return { output: slots, counts: countSlots(supported, slots) };
    },
  },
  {
    operation: 'getTourAvailability, from open hours',
    only: ['apiKey', 'basic'],
    slotsOf: ({ windows }) => windows,
    async run({ client, propertyId, day, options, found }) {
      const range = { propertyId, from: day(0), to: day(6), source: 'windows' as const };
      const { supported, slots } = await client.getTourAvailability(range, options());
      found.windows = slots;
      return { output: slots, counts: countSlots(supported, slots) };
    },
  },
  {
    operation: 'getLeadPickLists',
    async run({ client, propertyId, options, found }) {
      const lists = await client.getLeadPickLists({ propertyId }, options());
      found.pickLists = lists;
      const counts = Object.entries(lists).map(([name, items]) => [name, items.length] as const);
      return { output: lists, counts: Object.fromEntries(counts) };
    },
  },
  {
    operation: 'findLeads',
    async run({ client, propertyId, day, options, found }) {
      const leads = await client.findLeads({ propertyId, createdFrom: day(-leadDays) }, options());
      found.leads = leads;
      const events = leads.flatMap((lead) => lead.events);
      return { output: leads, counts: { leads: leads.length, events: events.length } };
    },
  },
  {
    operation: 'findLeadEvents',
    async run({ client, propertyId, day, options, found }) {
      const range = { propertyId, from: day(-leadDays), to: day(0) };
      const events = await client.findLeadEvents(range, options());
      found.events = events;
      return { output: events, counts: { events: events.length } };
    },
  },
  {
    operation: 'lookUpLeads, for nobody',
    async run({ client, propertyId, options }) {
      const { leads, isComplete } = await client.lookUpLeads({ propertyId, email: nobody }, options());
      // Only then it proves that nobody has a lead.
      return { output: isComplete ? { isComplete } : {}, whole: leads, counts: { leads: leads.length } };
    },
  },
  {
    operation: 'getTourAvailability, on a day without tours',
    async run({ client, propertyId, day, options }) {
      const range = { propertyId, from: day(farDay), to: day(farDay) };
      const { supported, slots } = await client.getTourAvailability(range, options());
      return { output: [], counts: countSlots(supported, slots) };
    },
  },
  {
    operation: 'getProperties, of one that is not there',
    isRefused: true,
    async run({ client, options }) {
      const properties = await client.getProperties({ propertyIds: [noProperty] }, options());
      return { output: [], counts: { properties: properties.length } };
    },
  },
  {
    operation: 'getProperties, with a credential that is none',
    isRefused: true,
    isStranger: true,
    async run({ entrata, subdomain, auth, propertyId, options }) {
      const stranger = entrata.client({ subdomain, auth: madeUpAuth(auth) });
      const properties = await stranger.getProperties({ propertyIds: [propertyId] }, options());
      return { output: [], counts: { properties: properties.length } };
    },
  },
];

function countSlots(supported: boolean, slots: readonly TourSlot[]): Record<string, number> {
  const unread = slots.filter(({ startsAt }) => startsAt === undefined).length;
  return { slots: slots.length, ...(unread > 0 && { unread }), ...(!supported && { unsupported: 1 }) };
}

/** A credential of the same kind that is none. */
export function madeUpAuth({ kind }: Auth): Auth {
  const text = 'entrata-probe-no-credential';
  switch (kind) {
    case 'bearer':
      return bearer(text);
    case 'apiKey':
      return apiKey(text);
    case 'basic':
      return basic('entrata-probe', text);
  }
}
