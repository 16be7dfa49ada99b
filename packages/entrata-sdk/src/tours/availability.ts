import type { TourSlot } from '../slots/slot.js';
import type { TourType } from './tour-type.js';

/** Which tours `getTourAvailability` is to ask for. */
export interface TourAvailabilityInput {
  readonly propertyId: string;
  /** First day, `YYYY-MM-DD`. */
  readonly from: string;
  /** Last day, inclusive, `YYYY-MM-DD`. */
  readonly to: string;
  /**
   * How the tour is given.
   * @defaultValue `AGENT_GUIDED`
   */
  readonly tourType?: TourType;
  /**
   * IANA zone for `slot.display`.
   * @defaultValue `America/Chicago`
   */
  readonly timeZone?: string;
  /** The property's own IANA zone, when you know it: sharpens `slot.zone.contradictsSeason`. */
  readonly propertyTimeZone?: string;
  /**
   * Gateway and legacy host: `slots` asks for the slots Entrata offers; `windows` asks for the office's open hours and cuts
   * them by the property's appointment length.
   * @defaultValue `slots`
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
