import type { Id, Instant } from '../core/ids.js';
import type { Page, PageRequest } from '../core/page.js';
import type { WithOptional } from '../core/with-optional.js';

/**
 * From `min` to `max`, both inclusive; equal where there is one value.
 */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * A picture, and where it is.
 */
export interface HouseImage {
  readonly url: string;
  readonly caption?: string;
}

/**
 * A floor plan of a property: a kind of unit, with what units of it cost.
 */
export interface HouseFloorPlan {
  readonly id: string;
  readonly name: string;
  readonly bedrooms?: number;
  readonly bathrooms?: number;
  readonly squareFeet?: Range;
  readonly rentCents?: Range;
  readonly depositCents?: Range;
  readonly unitsAvailable?: number;
  /** Where somebody can apply for it. */
  readonly availabilityUrl?: string;
  readonly images?: readonly HouseImage[];
}

/**
 * When the office of a property is open on one day of the week.
 */
export interface HouseOfficeHours {
  readonly day: string;
  /** As Entrata writes it, e.g. `9:00 AM`; absent when by appointment. */
  readonly open?: string;
  readonly close?: string;
  readonly byAppointment: boolean;
}

/** What an application costs. */
export interface HouseFee {
  /** Whose application, in Entrata's words. */
  readonly applicant?: string;
  readonly amountCents: number;
}

/** Which pets are allowed, and on what terms, in Entrata's words. */
export interface HousePetPolicy {
  readonly allowed?: boolean;
  /** Such as `Dog`. */
  readonly petType?: string;
  readonly count?: string;
  readonly size?: string;
  readonly weight?: string;
  readonly description?: string;
}

/** A special offer, in the property's words. */
export interface HouseSpecial {
  readonly title?: string;
  readonly text?: string;
  readonly footer?: string;
  /** What it is worth, as it was typed. */
  readonly value?: string;
}

/** A lease term that is offered to prospects. */
export interface HouseLeaseTerm {
  /** Such as `12 Months`. */
  readonly name: string;
  readonly months?: number;
  /** Days on which such a lease may begin, `YYYY-MM-DD`, both inclusive; absent: any. */
  readonly startWindows?: readonly { readonly from: string; readonly to: string }[];
}

/** An apartment that can be had. */
export interface HouseUnit {
  readonly id: string;
  /** As painted on the door. */
  readonly number?: string;
  readonly floorPlanId?: string;
  readonly building?: string;
  readonly floor?: string;
  readonly bedrooms?: number;
  readonly bathrooms?: number;
  readonly squareFeet?: number;
  readonly rentCents?: Range;
  readonly depositCents?: Range;
  /** `YYYY-MM-DD`: from this day. */
  readonly availableOn?: string;
  /** Where somebody can apply for it. */
  readonly availabilityUrl?: string;
  readonly amenities?: readonly string[];
}

/** What an Entrata property says about itself, as it is read: what is not known is there, and undefined. */
export interface ListedHouse {
  /** Tells the houses of one property apart: `''` for the whole property, else e.g. a floor plan's id. */
  readonly unitKey: string;
  readonly title: string;
  /** Plain text, no markup. */
  readonly description: string | undefined;
  readonly street: string | undefined;
  readonly city: string | undefined;
  readonly state: string | undefined;
  readonly postalCode: string | undefined;
  readonly country: string | undefined;
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
  /** IANA name, e.g. `America/Denver`. */
  readonly timeZone: string | undefined;
  readonly bedrooms: Range | undefined;
  readonly bathrooms: Range | undefined;
  readonly squareFeet: Range | undefined;
  /** Monthly rent in cents. */
  readonly rentCents: Range | undefined;
  readonly unitsAvailable: number | undefined;
  readonly phone: string | undefined;
  readonly website: string | undefined;
  readonly officeHours: readonly HouseOfficeHours[];
  readonly amenities: readonly string[];
  readonly images: readonly HouseImage[];
  readonly floorPlans: readonly HouseFloorPlan[];
  /** Where somebody can see what is free, and apply. */
  readonly availabilityUrl: string | undefined;
  /** Whether the property manager wants it shown first. */
  readonly featured: boolean | undefined;
  readonly applicationFees: readonly HouseFee[] | undefined;
  readonly petPolicies: readonly HousePetPolicy[] | undefined;
  readonly specials: readonly HouseSpecial[] | undefined;
  readonly leaseTerms: readonly HouseLeaseTerm[] | undefined;
  /** Ways to share a unit, such as `Private`. */
  readonly spaceOptions: readonly string[] | undefined;
  /** Those that can be had. */
  readonly units: readonly HouseUnit[] | undefined;
  /** Digest of everything above; an unchanged listing is not written again. */
  readonly sourceHash: string;
}

/** Every {@link HouseStatus}. */
export const houseStatuses = ['active', 'hidden', 'vanished'] as const;
/** `vanished`: no longer in a successful listing of its property. Rows are never deleted. */
export type HouseStatus = (typeof houseStatuses)[number];

/** A house to list: what is not known may be left out. */
export type HouseListing = WithOptional<ListedHouse>;

/**
 * A house as it is stored: what its property says, and whose it is.
 */
export interface HouseRecord extends ListedHouse {
  readonly id: Id;
  readonly clientId: Id;
  /** Entrata's property id. (clientId, propertyId, unitKey) is unique. */
  readonly propertyId: string;
  readonly operatorId: Id;
  readonly agentUserId: Id;
  readonly status: HouseStatus;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** Whose houses a listing is of. */
export interface HouseTarget {
  readonly clientId: Id;
  readonly propertyId: string;
  readonly operatorId: Id;
  readonly agentUserId: Id;
}

/** How many houses a listing changed. */
export interface ListingChange {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly vanished: number;
}

/**
 * The listings.
 * @throws StoreError from every method, as {@link Store} says; a method names what is its own.
 */
export interface HouseRepository {
  /**
   * Makes the active houses of one property be exactly `listing`: new ones are inserted, changed ones (by
   * `sourceHash`, owner or status) updated, missing ones marked `vanished`. An empty listing is refused: Entrata
   * answering nothing is never a reason to drop houses.
   * @throws StoreError `misuse` for an empty listing, and for two houses with one `unitKey`; nothing is changed.
   * @example
   * const { inserted, vanished } = await store.houses.replaceListing(
   *   { clientId, propertyId: '7', operatorId: client.operatorId, agentUserId: client.agentUserId },
   *   listing,
   * );
   */
  replaceListing(target: HouseTarget, listing: readonly HouseListing[]): Promise<ListingChange>;
  /**
   * Hides the property's active houses; the next `replaceListing` shows them again. Returns how many.
   * @example
   * const count = await store.houses.hide(clientId, '7');
   */
  hide(clientId: Id, propertyId: string): Promise<number>;
  /**
   * Hides all active houses of a client, in one statement. Returns how many.
   * @example
   * const count = await store.houses.hideAll(clientId);
   */
  hideAll(clientId: Id): Promise<number>;
  /**
   * The house of this id, in whatever status.
   * @example
   * const house = await store.houses.find(houseId);
   */
  find(id: Id): Promise<HouseRecord | undefined>;
  /**
   * Newest first.
   * @throws StoreError `misuse` for a limit or cursor that is none.
   * @example
   * const { items, next } = await store.houses.list({ clientId, status: 'active' }, { limit: 100 });
   */
  list(
    filter?: {
      readonly status?: HouseStatus | undefined;
      readonly operatorId?: Id | undefined;
      readonly clientId?: Id | undefined;
      readonly propertyId?: string | undefined;
    },
    page?: PageRequest,
  ): Promise<Page<HouseRecord>>;
}
