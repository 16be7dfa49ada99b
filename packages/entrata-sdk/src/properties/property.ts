/** A postal address, in parts. */
export interface Address {
  readonly street?: string;
  readonly city?: string;
  /** Two letters. */
  readonly state?: string;
  readonly postalCode?: string;
  readonly country?: string;
}

/** One day's opening hours of the leasing office, or of the pool. */
export interface OfficeHours {
  /** `Monday` to `Sunday`. */
  readonly day: string;
  /** `HH:mm`, the property's own clock. */
  readonly open?: string;
  readonly close?: string;
  readonly byAppointment: boolean;
}

/** Days on which a lease of this term may begin. */
export interface LeaseStartWindow {
  readonly id?: string;
  /** `YYYY-MM-DD`, both inclusive. */
  readonly from: string;
  readonly to: string;
}

/** A lease term that a property offers. */
export interface LeaseTerm {
  readonly id?: string;
  /** Entrata's words, such as `12 Months` or `Fall 2027`. */
  readonly name: string;
  readonly months?: number;
  readonly forProspects?: boolean;
  readonly forRenewals?: boolean;
  /** Empty: on any day. */
  readonly startWindows: readonly LeaseStartWindow[];
}

/** A way to share a unit that a property offers, such as `Private` or `Shared`. */
export interface SpaceOption {
  readonly id: string;
  readonly name: string;
}

/** A property as `getProperties` gives it. Coordinates, rents and floor plans are in {@link Listing}. */
export interface Property {
  readonly id: string;
  readonly name: string;
  /** Such as `Apartment` or `Student`. */
  readonly type?: string;
  readonly parentId?: string;
  readonly website?: string;
  readonly address?: Address;
  readonly mailingAddress?: Address;
  readonly email?: string;
  readonly phone?: string;
  /** Entrata's word for the phone, such as `primary` or `office`. */
  readonly phoneType?: string;
  readonly yearBuilt?: string;
  /** Plain text: entities decoded. */
  readonly shortDescription?: string;
  readonly longDescription?: string;
  readonly officeHours: readonly OfficeHours[];
  readonly poolHours: readonly OfficeHours[];
  readonly leaseTerms: readonly LeaseTerm[];
  readonly spaceOptions: readonly SpaceOption[];
  readonly disabled: boolean;
  /** Whether the property manager wants it shown first. */
  readonly featured: boolean;
}
