import type { ClientRecord } from 'entrata-store';
import type { AuthContext } from '../auth/require-role.js';
import type { ToursContext } from '../tours/tours-context.js';

/** Bounds of a booking, in milliseconds. */
export interface BookingLimits {
  /** How long Entrata may take to answer a lead. The app gives up after 30 s. @defaultValue 10,000 */
  readonly sendDeadlineMs: number;
  /** After this, whoever was sending is taken for dead. Longer than `sendDeadlineMs`. @defaultValue 18,000 */
  readonly sendLeaseMs: number;
  /**
   * First wait before a lead that provably did not reach Entrata is sent again; doubles each time, up to 5 minutes.
   * @defaultValue 5,000
   */
  readonly retryDelayMs: number;
  /** How often a lead is sent to Entrata before the viewing fails. @defaultValue 10: about 20 minutes */
  readonly maxAttempts: number;
  /** First wait before an unknown booking is looked up at Entrata; grows with its age. @defaultValue 2,000 */
  readonly lookUpDelayMs: number;
  /** A lead that cannot be found this long after it was sent was not taken. @defaultValue 120,000 */
  readonly absenceAfterMs: number;
  /** How long after a confirmation the appointment is looked up. @defaultValue 5,000 */
  readonly verifyDelayMs: number;
}

/** What Entrata counts a booking under. */
export interface LeadSource {
  /** Entrata's `originatingLeadSourceId`, from `getLeadPickLists`. */
  readonly id: string;
  /** @defaultValue none */
  readonly additionalIds?: readonly string[];
}

/** How leads are sent, looked up and cancelled at Entrata. */
export interface LeadOptions {
  /** The lead source Entrata counts bookings under: one for all, or a choice per client. @defaultValue none is sent */
  readonly source?: LeadSource | ((client: ClientRecord) => LeadSource | undefined);
  /** What to do when the person may already have a lead: `update` looks it up first. @defaultValue `send` */
  readonly existing?: 'send' | 'update';
  /**
   * Entrata's event result that cancels an appointment.
   * @defaultValue the one named "Cancelled" in its pick lists, where the account may read them
   */
  readonly cancelResultId?: string | ((client: ClientRecord) => string | undefined);
}

/** What everything that books, changes and resolves a viewing is given. */
export interface BookingContext extends ToursContext, AuthContext {
  readonly booking: BookingLimits;
  readonly lead: LeadOptions;
}
