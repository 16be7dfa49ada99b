declare const rawTourSlot: unique symbol;

/**
 * A slot's two texts, byte for byte as Entrata sent them. Branded as a pair: a date and a time of
 * different slots do not compile into `sendLead`. A stored or posted slot becomes one again through
 * `parseTourTime(texts).raw` or `offeredSlot(slots, texts)?.raw`.
 */
export interface RawTourSlot {
  readonly date: string;
  readonly time: string;
  readonly [rawTourSlot]: true;
}

/** The two texts of a slot, wherever they come from. */
export interface RawSlot {
  readonly date: string;
  readonly time: string;
}

/** A tour time: Entrata's texts, and the times parsed out of them for people. */
export interface TourSlot {
  readonly raw: RawTourSlot;
  /** UTC instant, ISO 8601. Undefined, with a `problem`, when the text cannot be read. Never a guess. */
  readonly startsAt: string | undefined;
  readonly endsAt: string | undefined;
  readonly zone:
    | {
        /** The label at the start, such as `MST`. */
        readonly label: string;
        readonly offsetMinutes: number;
        /** The label says another season than the calendar; the label was taken at its word. */
        readonly contradictsSeason: boolean;
      }
    | undefined;
  readonly display:
    | {
        /** IANA name; `America/Chicago` unless asked otherwise. */
        readonly timeZone: string;
        /** `YYYY-MM-DD` in that zone, which may be another day than the raw date. */
        readonly date: string;
        /** `HH:mm` in that zone. */
        readonly start: string;
        readonly end: string;
        /** For people: `11:00 CST - 11:30 CST`. */
        readonly label: string;
      }
    | undefined;
  readonly problem?: 'unknown_zone' | 'unreadable';
}
