/** The tours a sandbox property gives: opening hours on its own wall clock, cut into slots. */
export interface SandboxTours {
  /** First slot's start on the property's wall clock, `HH:mm`. */
  readonly opensAt: string;
  /** No slot ends after this, `HH:mm`. Not after `opensAt` means past midnight, on the next day. */
  readonly closesAt: string;
  readonly slotMinutes: number;
  /** Days without tours, 0 = Sunday. */
  readonly closedWeekdays: readonly number[];
  /** Bookings that one slot takes before it is no longer offered. */
  readonly capacity: number;
  readonly tourTypes: readonly string[];
  /**
   * Zone of the hours above and of the slots' labels. `America/Denver` makes slots as they are if Entrata speaks Mountain
   * time here too, which is not known.
   * @defaultValue the property's
   */
  readonly timeZone?: string;
  /**
   * Times offered after the usual ones from tomorrow on, just as they are written here: labels that contradict
   * the season, labels that nobody knows, texts that nobody can read. They can be booked like any other.
   */
  readonly extraTimes?: readonly string[];
}

/** A part of a unit that is let by itself. */
export interface SandboxSpace {
  /** Another number than its unit's. */
  readonly id: string;
  /** A letter. */
  readonly name: string;
  readonly rentCents: number;
  readonly available: boolean;
  /** Days from today until somebody can move in; for an available space. */
  readonly availableInDays: number;
}

/** A unit for rent of a sandbox property. */
export interface SandboxUnit {
  readonly id: string;
  readonly number: string;
  readonly floorPlanId: string;
  readonly floor: number;
  readonly rentCents: number;
  readonly available: boolean;
  /** Days from today until somebody can move in; for an available unit. */
  readonly availableInDays: number;
  /**
   * Spaces that are let one by one, as of a student apartment; the unit is then available when one of them is, whatever
   * it says itself.
   * @defaultValue one, the whole unit
   */
  readonly spaces?: readonly SandboxSpace[];
}

/** A floor plan of a sandbox property, with its units. */
export interface SandboxFloorPlan {
  readonly id: string;
  readonly name: string;
  readonly bedrooms: number;
  readonly bathrooms: number;
  readonly squareFeet: { readonly min: number; readonly max: number };
  readonly rentCents: { readonly min: number; readonly max: number };
  readonly depositCents: number;
  readonly units: readonly SandboxUnit[];
}

/** A property of a sandbox company. */
export interface SandboxProperty {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** What its page says, as plain text. */
  readonly description?: string;
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly latitude: string;
  readonly longitude: string;
  /** IANA name; the slots' labels are those of this zone on that day. */
  readonly timeZone: string;
  readonly yearBuilt: string;
  readonly phone: string;
  readonly disabled: boolean;
  /** @defaultValue false */
  readonly featured?: boolean;
  /** Absent: Entrata's error 314, tours are not supported. */
  readonly tours?: SandboxTours;
  readonly floorPlans: readonly SandboxFloorPlan[];
  readonly imageCount: number;
}

/** A property manager that runs on the sandbox. */
export interface SandboxCompany {
  readonly cid: string;
  readonly name: string;
  readonly subdomain: string;
  readonly properties: readonly SandboxProperty[];
  /** Key of the gateway surface (`X-Api-Key`). */
  readonly apiKey: string;
  /**
   * Where leads come from; `sendLeads` refuses other ids.
   * @defaultValue `demoLeadSources`
   */
  readonly leadSources?: readonly SandboxLeadSource[];
  /** Credentials of the legacy surface (Basic). */
  readonly basic: { readonly username: string; readonly password: string };
}

/** A lead source of the pick lists. */
export interface SandboxLeadSource {
  readonly id: string;
  readonly name: string;
}
