/** A postal address, in parts. */
export interface Address {
  readonly street?: string;
  readonly city?: string;
  /** Two letters. */
  readonly state?: string;
  readonly postalCode?: string;
  readonly country?: string;
}

/** One day's opening hours of the leasing office. */
export interface OfficeHours {
  /** `Monday` to `Sunday`. */
  readonly day: string;
  /** `HH:mm`, the property's own clock. */
  readonly open?: string;
  readonly close?: string;
  readonly byAppointment: boolean;
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
  readonly email?: string;
  readonly phone?: string;
  readonly yearBuilt?: string;
  /** Plain text: entities decoded. */
  readonly shortDescription?: string;
  readonly longDescription?: string;
  readonly officeHours: readonly OfficeHours[];
  readonly disabled: boolean;
}
