import type { AppointmentState, Id, Instant, TourType, ViewingRecord, ViewingStatus } from '../records.js';
import type { Page, PageRequest } from './page.js';

export interface NewViewing {
  readonly userId: Id;
  readonly houseId: Id;
  readonly tourType?: TourType | undefined;
  readonly slot?:
    | {
        readonly rawDate: string;
        readonly rawTime: string;
        readonly startsAt?: Instant | undefined;
        readonly endsAt?: Instant | undefined;
      }
    | undefined;
  readonly message?: string | undefined;
  /** The viewing that this one takes the place of once it is confirmed: a change of time. */
  readonly replaces?: Id | undefined;
  readonly idempotencyKey?: string | undefined;
  /** Digest of the whole request; needed with an idempotency key. */
  readonly requestHash?: string | undefined;
}

/**
 * - `opened`: this call made the row.
 * - `replayed`: the same idempotency key and request; the row it made then.
 * - `exists`: the user already has an open viewing of this house and slot.
 * - `key_reused`: the idempotency key belongs to another request.
 */
export type ViewingOpening = 'opened' | 'replayed' | 'exists' | 'key_reused';

export interface ViewingSettlement {
  readonly status: 'confirmed' | 'rejected' | 'failed' | 'unknown' | 'cancelled' | 'pending';
  readonly leadId?: string | undefined;
  readonly applicantId?: string | undefined;
  readonly appointment?: AppointmentState;
  readonly note?: string | undefined;
}

export interface ViewingRepository {
  /**
   * Opens a `pending` viewing unless the user has an open one (not rejected, failed or cancelled) of the same
   * house and slot, or of the same house and message where there is no slot. Of any number of parallel callers, in any number of processes, exactly one gets `opened`.
   */
  open(viewing: NewViewing): Promise<{ readonly viewing: ViewingRecord; readonly opening: ViewingOpening }>;
  /** `pending -> sending`, one attempt more. True for exactly one caller: only that one may call Entrata. */
  startSending(id: Id, sendingUntil: Instant): Promise<boolean>;
  /**
   * Moves the viewing from one of the states `from` to the settlement's, keeping what it does not name.
   * Undefined when it was in none of them: somebody else settled it. A closed state frees the slot, and `failed`
   * the idempotency key too: nothing came of that request, so its repetition is a new one.
   */
  settle(
    id: Id,
    from: readonly ViewingStatus[],
    settlement: ViewingSettlement,
  ): Promise<ViewingRecord | undefined>;
  find(id: Id): Promise<ViewingRecord | undefined>;
  /** Newest first. */
  listByUser(
    userId: Id,
    filter?: { readonly status?: readonly ViewingStatus[] },
    page?: PageRequest,
  ): Promise<Page<ViewingRecord>>;
  /** Viewings of houses of this operator, or of one of them, newest first. */
  listByOperator(
    operatorId: Id,
    filter?: { readonly status?: readonly ViewingStatus[]; readonly houseId?: Id | undefined },
    page?: PageRequest,
  ): Promise<Page<ViewingRecord>>;
  countByOperator(operatorId: Id): Promise<Readonly<Record<ViewingStatus, number>>>;
  /** `pending`, `unknown`, and `sending` past its lease, last touched before `before`; oldest first. */
  unsettled(before: Instant, limit: number): Promise<readonly ViewingRecord[]>;
}
