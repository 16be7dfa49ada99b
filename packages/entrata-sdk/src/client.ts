import type { Target } from './call/context.js';
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
import type { CallOptions } from './options.js';
import type { Listing, ListingsInput } from './properties/listing.js';
import type { Property } from './properties/property.js';
import type { TourAvailability, TourAvailabilityInput } from './tours/availability.js';

/** Gives what the first call needs. */
export type LoadOperations = () => Promise<typeof import('./operations.js')>;

const batchSize = 100;

/** One of Entrata's clients (a property management company), with its own credentials. */
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

  /** The properties this credential may see, or those asked for. */
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

  /** Coordinates, time zone, images, floor plans, units and rents. */
  async getListings(input: ListingsInput, call?: CallOptions): Promise<Listing[]> {
    const { getListings } = await this.#load();
    return getListings(this.#target, input, call);
  }

  /** The tour times a property offers, each with its raw texts and its parsed times. */
  async getTourAvailability(input: TourAvailabilityInput, call?: CallOptions): Promise<TourAvailability> {
    const { getTourAvailability } = await this.#load();
    return getTourAvailability(this.#target, input, call);
  }

  /**
   * Sends a lead, with a tour when a slot is given. Entrata has no idempotency key, so this is never
   * repeated once it may have been acted on: an error's `outcome` says what is known.
   */
  async sendLead(input: LeadInput, call?: CallOptions): Promise<LeadReceipt> {
    const { sendLead } = await this.#load();
    return sendLead(this.#target, input, call);
  }

  /** Leads of a property, with their appointments. */
  async findLeads(input: FindLeadsInput, call?: CallOptions): Promise<LeadSummary[]> {
    const { findLeads } = await this.#load();
    return findLeads(this.#target, input, call);
  }

  /**
   * The same leads, and whether they are all there are: for whoever wants to send a lead again because it is not
   * among them. Filters by day or name make the answer one about those days or names only.
   */
  async lookUpLeads(input: FindLeadsInput, call?: CallOptions): Promise<LeadLookUp> {
    const { lookUpLeads } = await this.#load();
    return lookUpLeads(this.#target, input, call);
  }

  /** Events of a lead, or of a property in a range of days. */
  async findLeadEvents(input: FindLeadEventsInput, call?: CallOptions): Promise<LeadEventOfLead[]> {
    const { findLeadEvents } = await this.#load();
    return findLeadEvents(this.#target, input, call);
  }

  /** Books one more tour on a lead, moves one, or cancels one. Never repeated once it may have been acted on. */
  async updateLead(input: LeadUpdate, call?: CallOptions): Promise<LeadUpdateReceipt> {
    const { updateLead } = await this.#load();
    return updateLead(this.#target, input, call);
  }

  /** Lead sources, event types, event results and the other lists behind Entrata's ids. */
  async getLeadPickLists(input: { readonly propertyId: string }, call?: CallOptions): Promise<LeadPickLists> {
    const { getLeadPickLists } = await this.#load();
    return getLeadPickLists(this.#target, input, call);
  }

  /**
   * Answers an ACTIVATION. Throws `not_configured` unless `endpoints.ils` says how, `rejected` when the reply's record says
   * that it failed, and `bad_response` when the reply says nothing of the property.
   */
  async approveProperty(input: { readonly propertyId: string }, call?: CallOptions): Promise<void> {
    const { approveProperty } = await this.#load();
    return approveProperty(this.#target, input, call);
  }
}
