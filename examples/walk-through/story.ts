/** What was done, for the check to compare with the database and the sandbox's ledger. */
export interface Story {
  readonly cid: string;
  readonly propertyIds: readonly string[];
  readonly logIds: readonly string[];
  readonly renterId: string;
  readonly house: { readonly propertyId: string };
  /** The days of which tour times were shown, and what was shown. */
  readonly shown: { readonly from: string; readonly to: string; readonly slots: readonly Slot[] };
  readonly bookedSlot: Slot;
  readonly viewingId: string;
  readonly leadId: string;
}

/** A tour time as the server answers it. */
export interface Slot {
  readonly rawDate: string;
  readonly rawTime: string;
  readonly date: string | null;
  readonly label: string | null;
}
