import type { Target } from './call/context.js';
import { type DataWithResponse, type WithResponse, withResponse } from './call/with-response.js';
import type {
  FindLeadEventsInput,
  FindLeadsInput,
  LeadEventOfLead,
  LeadInput,
  LeadLookUp,
  LeadPickLists,
  LeadReceipt,
  LeadSummary,
  LeadUpdate,
  LeadUpdateReceipt,
} from './leads/lead.js';
import type { CallOptions, OtherCall } from './options.js';
import type { Listing, ListingsInput } from './properties/listing.js';
import type { Property } from './properties/property.js';
import type { TourAvailability, TourAvailabilityInput } from './tours/availability.js';

/** Gives what the first call needs. */
export type LoadOperations = () => Promise<typeof import('./operations.js')>;

const batchSize = 100;

const oneResult = [
  'getProperties',
  'getListings',
  'getTourAvailability',
  'sendLead',
  'findLeads',
  'lookUpLeads',
  'findLeadEvents',
  'updateLead',
  'getLeadPickLists',
  'approveProperty',
] as const satisfies readonly (keyof EntrataClient)[];

/** The methods of an {@link EntrataClient} that give one result, each with Entrata's reply beside it. */
export type ClientWithResponse = WithResponse<EntrataClient, (typeof oneResult)[number]> & {
  call<T = unknown>(input: OtherCall<T>, call?: CallOptions): Promise<DataWithResponse<T>>;
};

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/**
 * One of Entrata's clients (a property management company), with its own credentials. Made by `entrata.client(...)`.
 *
 * Every method takes {@link CallOptions} last, and throws an {@link EntrataError}: `invalid_input`, naming the field, before
 * anything is sent; `not_configured` where this credential has no known place for the call; otherwise what Entrata or the
 * network said, with `outcome` for what is known to have happened.
 *
 * @see docs/errors.md of this package for each code.
 */
export class EntrataClient {
  readonly subdomain: string;
  readonly #target: Target;
  readonly #load: LoadOperations;

  /** @internal Made by `entrata.client(...)`. */
  constructor(target: Target, load: LoadOperations) {
    this.subdomain = target.subdomain;
    this.#target = target;
    this.#load = load;
  }

  /**
   * The same methods, each with Entrata's reply beside what was read of it.
   *
   * @example
   * ```ts
   * const { data, response } = await client.withResponse.getProperties();
   * console.log(data.length, response?.status, response?.headers['x-ratelimit-remaining-minute']);
   * ```
   */
  get withResponse(): ClientWithResponse {
    // `call` is generic in what its schema reads, which a mapped type loses.
    return withResponse(this, [...oneResult, 'call']) as ClientWithResponse;
  }

  /**
   * The properties this credential may see, or those asked for: `properties/getProperties` r1 of Entrata's published
   * specification.
   *
   * @example
   * ```ts
   * const properties = await client.getProperties({ propertyIds: ['700001'] });
   * for (const { id, name, address } of properties) console.log(id, name, address?.city);
   * ```
   * @throws EntrataError `bad_response` when the reply lists properties and none of them can be read.
   */
  async getProperties(
    input: { readonly propertyIds?: readonly string[] } = {},
    call?: CallOptions,
  ): Promise<Property[]> {
    const { getProperties } = await this.#load();
    return getProperties(this.#target, input, call);
  }

  /**
   * Like `getProperties`, one at a time. Ids are asked for in batches of 100, the next when it is needed;
   * without ids Entrata gives everything in one reply.
   *
   * @example
   * ```ts
   * for await (const property of client.iterateProperties()) console.log(property.name);
   * ```
   * @throws EntrataError `bad_response` when the reply lists properties and none of them can be read.
   */
  async *iterateProperties(
    input: { readonly propertyIds?: readonly string[] } = {},
    call?: CallOptions,
  ): AsyncIterable<Property> {
    const { propertyIds } = input;
    if (!Array.isArray(propertyIds)) yield* await this.getProperties(input, call);
    else {
      for (let start = 0; start < propertyIds.length; start += batchSize) {
        yield* await this.getProperties({ propertyIds: propertyIds.slice(start, start + batchSize) }, call);
      }
    }
  }

  /**
   * Coordinates, time zone, images, floor plans, units and rents, for a listing: `getMitsPropertyUnits` r1, and where the
   * surface has them `getUnitsAvailabilityAndPricing` and `getFloorPlans`, of Entrata's published specification.
   * A property that Entrata does not name is left out.
   *
   * @example
   * ```ts
   * const [listing] = await client.getListings({ propertyIds: ['700001'] });
   * console.log(listing?.floorPlans.map(({ name, rentCents }) => [name, rentCents?.min]));
   * ```
   * @throws EntrataError `bad_response` when the reply lists properties and none of them can be read.
   */
  async getListings(input: ListingsInput, call?: CallOptions): Promise<Listing[]> {
    const { getListings } = await this.#load();
    return getListings(this.#target, input, call);
  }

  /**
   * The tour times a property offers, each with its raw texts and its parsed times. At most a year; a range longer than
   * Entrata's limit is asked for in several requests.
   *
   * @example
   * ```ts
   * const { supported, slots } = await client.getTourAvailability({
   *   propertyId: '700001',
   *   from: '2026-12-01',
   *   to: '2026-12-07',
   * });
   * if (supported) for (const { raw, display } of slots) console.log(raw.time, '=', display?.label);
   * ```
   * @throws EntrataError `invalid_input` for a range that ends before it begins or is longer than a year, or a
   * time zone that does not exist; `not_configured` where a bearer token has no wire profile that names the call;
   * `bad_response` when the reply lists days and none of them can be read. A property without tours is no error:
   * `supported` is false.
   * @see docs/tours-and-time-zones.md of this package: which calls are asked, and how a slot's texts are parsed.
   */
  async getTourAvailability(input: TourAvailabilityInput, call?: CallOptions): Promise<TourAvailability> {
    const { getTourAvailability } = await this.#load();
    return getTourAvailability(this.#target, input, call);
  }

  /**
   * Sends a lead, with a tour when a slot is given. Entrata has no idempotency key, so this is never
   * repeated once it may have been acted on: an error's `outcome` says what is known. `leads/sendLeads` r1 of Entrata's
   * published specification.
   *
   * @example
   * ```ts
   * try {
   *   const { leadId } = await client.sendLead({ propertyId: '700001', person, slot: slot.raw });
   *   console.log('booked', leadId);
   * } catch (error) {
   *   if (!isEntrataError(error) || error.outcome !== 'unknown') throw error;
   *   // It may be booked: look before it is sent again.
   *   const { leads, isComplete } = await client.lookUpLeads({ propertyId: '700001', email: person.email });
   *   console.log(leads.length, isComplete);
   * }
   * ```
   * @throws EntrataError `rejected` (`outcome: 'refused'`) when Entrata did not take the lead, such as for a slot that is
   * taken; `bad_response` (`outcome: 'unknown'`) when the reply does not say whether it did.
   */
  async sendLead(input: LeadInput, call?: CallOptions): Promise<LeadReceipt> {
    const { sendLead } = await this.#load();
    return sendLead(this.#target, input, call);
  }

  /**
   * Leads of a property, with their appointments: `leads/getLeads` r1 of Entrata's published specification, all pages.
   *
   * @example
   * ```ts
   * const leads = await client.findLeads({ propertyId: '700001', email: 'ada@example.test' });
   * console.log(leads.flatMap(({ events }) => events.map(({ date, timeFrom }) => [date, timeFrom])));
   * ```
   * @throws EntrataError `not_configured` where a bearer token has no wire profile that names the call;
   * `bad_response` when a page lists leads and none of them can be read, or the pages do not end.
   */
  async findLeads(input: FindLeadsInput, call?: CallOptions): Promise<LeadSummary[]> {
    return collect(this.iterateLeads(input, call));
  }

  /**
   * Like `findLeads`, one at a time; the next page is asked for when it is needed.
   *
   * @example
   * ```ts
   * for await (const { leadId, email } of client.iterateLeads({ propertyId: '700001' })) console.log(leadId, email);
   * ```
   * @throws EntrataError as `findLeads` does, from the page that fails: the leads before it have been given.
   */
  async *iterateLeads(input: FindLeadsInput, call?: CallOptions): AsyncIterable<LeadSummary> {
    const { iterateLeads } = await this.#load();
    yield* iterateLeads(this.#target, input, call);
  }

  /**
   * The same leads, and whether they are all there are: for whoever wants to send a lead again because it is not
   * among them. Filters by day or name make the answer one about those days or names only.
   *
   * @example
   * ```ts
   * const { leads, isComplete } = await client.lookUpLeads({ propertyId: '700001', email: person.email });
   * const maySendAgain = isComplete && leads.length === 0;
   * console.log(maySendAgain);
   * ```
   * @throws EntrataError as `findLeads` does; a reply that is read in part is no error, but not `isComplete`.
   */
  async lookUpLeads(input: FindLeadsInput, call?: CallOptions): Promise<LeadLookUp> {
    const { lookUpLeads } = await this.#load();
    return lookUpLeads(this.#target, input, call);
  }

  /**
   * Events of a lead, or of a property in a range of days: `leads/getLeadEvents` r1 of Entrata's published specification,
   * all pages.
   *
   * @example
   * ```ts
   * const events = await client.findLeadEvents({ propertyId: '700001', from: '2026-12-01', to: '2026-12-01' });
   * console.log(events.map(({ leadId, timeFrom }) => [leadId, timeFrom]));
   * ```
   * @throws EntrataError `invalid_input` without a `leadId` or else both days; otherwise as `findLeads` does.
   */
  async findLeadEvents(input: FindLeadEventsInput, call?: CallOptions): Promise<LeadEventOfLead[]> {
    return collect(this.iterateLeadEvents(input, call));
  }

  /**
   * Like `findLeadEvents`, one at a time; the next page is asked for when it is needed.
   *
   * @example
   * ```ts
   * const day = '2026-12-01';
   * for await (const { leadId, timeFrom } of client.iterateLeadEvents({ propertyId: '700001', from: day, to: day }))
   *   console.log(leadId, timeFrom);
   * ```
   * @throws EntrataError as `findLeadEvents` does, from the page that fails: the events before it have been given.
   */
  async *iterateLeadEvents(input: FindLeadEventsInput, call?: CallOptions): AsyncIterable<LeadEventOfLead> {
    const { iterateLeadEvents } = await this.#load();
    yield* iterateLeadEvents(this.#target, input, call);
  }

  /**
   * Books one more tour on a lead, moves one, or cancels one. Never repeated once it may have been acted on.
   * `leads/updateLeads` r2 of Entrata's published specification.
   *
   * @example
   * ```ts
   * const { eventResults } = await client.getLeadPickLists({ propertyId: '700001' });
   * const cancelled = eventResults.find(({ name }) => name === 'Cancelled');
   * if (cancelled === undefined) throw new Error('this company has no result that means cancelled');
   * const change = { kind: 'cancel', eventId: '45000001', eventResultId: cancelled.id } as const;
   * await client.updateLead({ propertyId: '700001', leadId: '18000001', change });
   * ```
   * @throws EntrataError `rejected` when Entrata did not take the change; `bad_response` (`outcome: 'unknown'`) when the
   * reply does not say whether it did.
   */
  async updateLead(input: LeadUpdate, call?: CallOptions): Promise<LeadUpdateReceipt> {
    const { updateLead } = await this.#load();
    return updateLead(this.#target, input, call);
  }

  /**
   * Lead sources, event types, event results and the other lists behind Entrata's ids: `leads/getLeadPickLists` r1 of
   * Entrata's published specification.
   *
   * @example
   * ```ts
   * const { leadSources } = await client.getLeadPickLists({ propertyId: '700001' });
   * console.log(leadSources.map(({ id, name }) => [id, name]));
   * ```
   * @throws EntrataError `not_configured` where a bearer token has no wire profile that names the call;
   * `bad_response` when the reply has no result that can be read.
   */
  async getLeadPickLists(input: { readonly propertyId: string }, call?: CallOptions): Promise<LeadPickLists> {
    const { getLeadPickLists } = await this.#load();
    return getLeadPickLists(this.#target, input, call);
  }

  /**
   * Calls any other method of Entrata's, with the same credential, limits, bounds and errors, and gives the reply's `result`:
   * as the schema reads it, or as it came. It is repeated like a read only when `safety` says so.
   *
   * @example
   * ```ts
   * const phones = await client.call({
   *   service: 'properties',
   *   method: 'getPhoneNumber',
   *   version: 'r1',
   *   params: { propertyIds: '700001' },
   *   safety: 'read',
   * });
   * console.log(phones);
   * ```
   * @throws EntrataError `bad_response` (`outcome: 'unknown'`) when the reply is not what the schema says.
   */
  async call<T = unknown>(input: OtherCall<T>, call?: CallOptions): Promise<T> {
    const { callOther } = await this.#load();
    return callOther(this.#target, input, call);
  }

  /**
   * Answers an ACTIVATION. No public source shows this call: `wire.ils` says how it is made.
   *
   * @example
   * ```ts
   * await client.approveProperty({ propertyId: '700001' });
   * ```
   * @throws EntrataError `not_configured` unless `wire.ils` says how; `rejected` when the reply's record says that it
   * failed; `bad_response` when the reply says nothing about the property.
   * @see IlsWire
   */
  async approveProperty(input: { readonly propertyId: string }, call?: CallOptions): Promise<void> {
    const { approveProperty } = await this.#load();
    return approveProperty(this.#target, input, call);
  }
}
