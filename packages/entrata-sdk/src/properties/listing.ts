import type { EntrataError } from '../core/errors.js';
import type { Address, OfficeHours } from './property.js';

/** A closed interval; both ends are equal when Entrata gives one number. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** A picture of a property or a floor plan. */
export interface Image {
  readonly url: string;
  readonly caption?: string;
  readonly width?: number;
  readonly height?: number;
  readonly rank?: number;
}

/** A layout that several units share. */
export interface FloorPlan {
  readonly id: string;
  readonly name: string;
  readonly bedrooms?: number;
  readonly bathrooms?: number;
  readonly squareFeet?: Range;
  /** A month's rent, in cents. */
  readonly rentCents?: Range;
  readonly depositCents?: Range;
  readonly unitCount?: number;
  readonly unitsAvailable?: number;
  readonly images: readonly Image[];
  readonly amenities: readonly string[];
  /** Where somebody can apply for it. */
  readonly availabilityUrl?: string;
  readonly comment?: string;
}

/** The rent for one lease term. */
export interface TermRent {
  readonly months?: number;
  /** Entrata's words, such as `12 Months`. */
  readonly label: string;
  readonly rentCents: number;
  /** `YYYY-MM-DD`. */
  readonly startDate?: string;
  readonly endDate?: string;
  /** How the unit is shared at this rent, such as `Private`. */
  readonly spaceOption?: string;
  /** Entrata's word where it says what the rent is for, such as `Monthly`. */
  readonly frequency?: string;
}

/** A part of a unit that is let by itself, such as a bed of a student apartment. */
export interface UnitSpace {
  /** Another number than the unit's. */
  readonly id: string;
  /** A letter, or as painted on the door. */
  readonly name?: string;
  readonly rentCents?: Range;
  readonly available: boolean;
  /** `YYYY-MM-DD`. */
  readonly availableOn?: string;
  readonly termRents: readonly TermRent[];
}

/** An apartment. */
export interface Unit {
  /** The unit's own id, under which pricing knows it, whichever id stands outermost in Entrata's replies. */
  readonly id: string;
  /** As painted on the door, such as `204B`. */
  readonly number?: string;
  readonly floorPlanId?: string;
  readonly bedrooms?: number;
  readonly bathrooms?: number;
  readonly squareFeet?: number;
  /** The building's name. */
  readonly building?: string;
  readonly floor?: string;
  readonly rentCents?: Range;
  readonly depositCents?: Range;
  readonly amenities: readonly string[];
  /** Where somebody can apply for it. */
  readonly availabilityUrl?: string;
  /** Whether any of its spaces is available. */
  readonly available: boolean;
  /** `YYYY-MM-DD`, the earliest day. */
  readonly availableOn?: string;
  readonly termRents: readonly TermRent[];
  /** Those that Entrata names; conventional units often have one. */
  readonly spaces: readonly UnitSpace[];
}

/** What an application costs. */
export interface ApplicationFee {
  /** Whose application, in Entrata's words. */
  readonly applicant?: string;
  readonly amountCents: number;
}

/** Which pets are allowed, and on what terms, in Entrata's words. */
export interface PetPolicy {
  readonly allowed?: boolean;
  /** Such as `Dog`. */
  readonly petType?: string;
  readonly count?: string;
  readonly size?: string;
  readonly weight?: string;
  readonly description?: string;
}

/** A special offer (Entrata: concession), in the property's words. */
export interface Special {
  readonly title?: string;
  readonly text?: string;
  readonly footer?: string;
  /** What it is worth, as it was typed. */
  readonly value?: string;
}

/** What Entrata refused of a property; the rest of its listing is there. */
export interface ListingRefusal {
  /** Entrata's method: without the first there are no floor plans, without the second no rents by lease term. */
  readonly part: 'getFloorPlans' | 'getUnitsAvailabilityAndPricing';
  readonly error: EntrataError;
}

/** Details of a property for a listing, besides those of {@link Property}. */
export interface Listing {
  readonly propertyId: string;
  readonly name?: string;
  readonly latitude?: number;
  readonly longitude?: number;
  /** Entrata's words, and the IANA zone when the words name one without doubt. */
  readonly timeZone?: { readonly text: string; readonly iana?: string };
  readonly phone?: string;
  /** Entrata's word for the phone, such as `office`. */
  readonly phoneType?: string;
  readonly website?: string;
  readonly address?: Address;
  readonly yearBuilt?: string;
  readonly shortDescription?: string;
  readonly longDescription?: string;
  readonly officeHours: readonly OfficeHours[];
  /** Where somebody can see what is free, and apply. */
  readonly availabilityUrl?: string;
  readonly amenities: readonly string[];
  readonly applicationFees: readonly ApplicationFee[];
  readonly petPolicies: readonly PetPolicy[];
  /** Other rules of the house. */
  readonly policy?: string;
  readonly specials: readonly Special[];
  /** In the order to show them. */
  readonly images: readonly Image[];
  readonly floorPlans: readonly FloorPlan[];
  readonly units: readonly Unit[];
  /** Empty when all that was asked for is here. */
  readonly refusals: readonly ListingRefusal[];
}

/** Which properties `getListings` is to read, and how much of them. */
export interface ListingsInput {
  readonly propertyIds: readonly string[];
  /**
   * Also asks, per property, for the rents by lease term (`getUnitsAvailabilityAndPricing`).
   * @defaultValue true where that method has a place: always on the gateway and the legacy host
   */
  readonly termRents?: boolean;
}
