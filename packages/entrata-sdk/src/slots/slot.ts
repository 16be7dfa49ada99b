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
export interface TourTimeText {
  readonly date: string;
  readonly time: string;
}

/** A tour time: Entrata's texts, and a reading of them for people. */
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

/** How a tour is given. */
export type TourType = 'AGENT_GUIDED' | 'SELF_GUIDED' | 'VIRTUAL_GUIDED';

/** Which tours `getTourAvailability` is to ask for. */
export interface TourAvailabilityInput {
  readonly propertyId: string;
  /** First day, `YYYY-MM-DD`. */
  readonly from: string;
  /** Last day, inclusive, `YYYY-MM-DD`. */
  readonly to: string;
  /** Default `AGENT_GUIDED`. */
  readonly tourType?: TourType;
  /** IANA zone for `slot.display`. Default `America/Chicago`. */
  readonly timeZone?: string;
  /** The property's own IANA zone, when you know it: sharpens `slot.zone.contradictsSeason`. */
  readonly propertyTimeZone?: string;
  /**
   * Gateway and legacy host: `slots` (default) asks for the slots Entrata offers; `windows` asks for the
   * office's open hours and cuts them by the property's appointment length.
   */
  readonly source?: 'slots' | 'windows';
}

/** When a property gives tours. */
export interface TourAvailability {
  /** False when Entrata says that this property has no tours (its error 314). */
  readonly supported: boolean;
  /** Readable ones by time, then the unreadable in the order received. */
  readonly slots: readonly TourSlot[];
}
