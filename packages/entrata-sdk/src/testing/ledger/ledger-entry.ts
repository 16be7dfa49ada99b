/** A lead as the sandbox took it. */
export interface LedgerLead {
  /** Entrata's `applicationId`. */
  readonly leadId: string;
  /** Entrata's `applicantId`: the person. */
  readonly applicantId: string;
  readonly subdomain: string;
  readonly propertyId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  /** `originatingLeadSourceId` as received. */
  readonly leadSourceId: string;
  /** `createdDate` as received. */
  readonly createdDate: string;
  readonly comment: string;
  /** When the sandbox took it, an ISO instant. */
  readonly receivedAt: string;
}

/** An appointment in the sandbox's calendar. */
export interface LedgerAppointment {
  readonly eventId: string;
  readonly leadId: string;
  readonly applicantId: string;
  readonly subdomain: string;
  readonly propertyId: string;
  readonly email: string;
  /** The date text exactly as received. */
  readonly rawDate: string;
  /** The time text exactly as received; two fields are joined by `' - '`. */
  readonly rawTime: string;
  /** How the slot came: its one text, its two halves (labels and all), or clock digits without labels. */
  readonly carriedAs: 'text' | 'halves' | 'clock';
  /**
   * Whether this is a slot of the property. `text`: day and time are byte for byte those offered; any other text
   * is refused and stands in the journal alone. `halves`: the time is, or, in the form of calendar r1, says the
   * same moment. `clock`: the digits are those of the slot.
   */
  readonly matchesOffer: boolean;
  /** The day on the calendar of the slots, `YYYY-MM-DD`, where the text can be read. */
  readonly date: string | undefined;
  /** The start on their wall clock, `HH:mm`, where the text can be read. */
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly tourType: string | undefined;
  readonly subtypeId: string | undefined;
  readonly comments: string;
  readonly reason: string;
  readonly status: 'booked' | 'cancelled';
  /** `eventResultId` of the last update. */
  readonly eventResultId: string | undefined;
  /** The slots it had before it was rescheduled, oldest first. */
  readonly earlierSlots: readonly { readonly rawDate: string; readonly rawTime: string }[];
  readonly receivedAt: string;
}

/** What was booked, for tests to compare with what a client believes. */
export interface LedgerView {
  readonly leads: readonly LedgerLead[];
  readonly appointments: readonly LedgerAppointment[];
  /**
   * Appointments of one person (case ignored).
   *
   * @example
   * ```ts
   * const [appointment] = sandbox.ledger.appointmentsOf({ email: 'ada@example.test' });
   * console.log(appointment?.matchesOffer);
   * ```
   */
  appointmentsOf(filter: {
    readonly email?: string;
    readonly propertyId?: string;
  }): readonly LedgerAppointment[];
  /**
   * Groups of booked appointments of the same person in the same slot, each of two or more.
   *
   * @example
   * ```ts
   * if (sandbox.ledger.doubleBooked().length > 0) throw new Error('somebody has the same tour twice');
   * ```
   */
  doubleBooked(): readonly (readonly LedgerAppointment[])[];
}

/** A property's answer to an ACTIVATION, as the sandbox received it. */
export interface Approval {
  readonly at: string;
  readonly subdomain: string;
  readonly propertyId: string;
  readonly decision: string;
}
