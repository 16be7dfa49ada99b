import type { Id, Instant } from '../core/ids.js';
import type { Page, PageRequest } from '../core/page.js';

/** Every {@link ViewingStatus}. */
export const viewingStatuses = [
  'pending',
  'sending',
  'confirmed',
  'rejected',
  'failed',
  'unknown',
  'cancelled',
] as const;

/**
 * `pending -> sending -> confirmed | rejected | failed | unknown`, `confirmed -> cancelled`.
 * `sending` is committed before Entrata hears of the booking; a `sending` whose lease ran out is `unknown`.
 */
export type ViewingStatus = (typeof viewingStatuses)[number];

/** Every {@link AppointmentState}. */
export const appointmentStates = ['unverified', 'verified', 'missing'] as const;
/** Whether Entrata kept the appointment with the lead, as far as it was looked up. */
export type AppointmentState = (typeof appointmentStates)[number];

/** Every {@link TourType}. */
export const tourTypes = ['AGENT_GUIDED', 'SELF_GUIDED', 'VIRTUAL_GUIDED'] as const;
/** How a tour is given, in Entrata's words. */
export type TourType = (typeof tourTypes)[number];

/** A user's tour of a house, or an enquiry when it carries no slot. */
export interface ViewingRecord {
  readonly id: Id;
  readonly userId: Id;
  readonly houseId: Id;
  readonly tourType: TourType | undefined;
  /** The slot's two texts exactly as Entrata offered them. */
  readonly rawDate: string | undefined;
  readonly rawTime: string | undefined;
  readonly startsAt: Instant | undefined;
  readonly endsAt: Instant | undefined;
  readonly message: string | undefined;
  /** The viewing that this one takes the place of once it is confirmed. */
  readonly replaces: Id | undefined;
  readonly status: ViewingStatus;
  readonly leadId: string | undefined;
  readonly applicantId: string | undefined;
  readonly appointment: AppointmentState;
  /** A stable code that says why it was rejected, failed or is unknown. */
  readonly note: string | undefined;
  readonly idempotencyKey: string | undefined;
  /** Digest of the request that opened it; the same key with another digest is refused. */
  readonly requestHash: string | undefined;
  /** How often it was handed to Entrata. */
  readonly attempts: number;
  /** Until when the process that set `sending` may still be waiting for Entrata. */
  readonly sendingUntil: Instant | undefined;
  /**
   * When its cancellation was asked for; undefined again once Entrata has cancelled it, or refused to. Of an `unknown` one
   * it is carried out once it is known what became of it.
   */
  readonly cancelRequestedAt: Instant | undefined;
  /** The id of the request that opened it. */
  readonly requestId: string | undefined;
  /** The contact that Entrata was last sent: its leads are looked up by them, whatever the user is called by now. */
  readonly sentEmail: string | undefined;
  readonly sentPhone: string | undefined;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** A viewing to open. */
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
  /** The id of the request that opens it, at most 64 characters. */
  readonly requestId?: string | undefined;
}

/**
 * - `opened`: this call made the row.
 * - `replayed`: the same idempotency key and request; the row it made then.
 * - `exists`: the user already has an open viewing of this house and slot.
 * - `key_reused`: the idempotency key belongs to another request.
 */
export type ViewingOpening = 'opened' | 'replayed' | 'exists' | 'key_reused';

/** A viewing, and how it came to answer a request. */
export interface OpenedViewing {
  readonly viewing: ViewingRecord;
  readonly opening: ViewingOpening;
}

/** What a transition makes of a viewing; what is left out stays. */
export interface ViewingChange {
  readonly status: 'confirmed' | 'rejected' | 'failed' | 'unknown' | 'cancelled' | 'pending';
  readonly leadId?: string | undefined;
  readonly applicantId?: string | undefined;
  readonly appointment?: AppointmentState | undefined;
  readonly note?: string | undefined;
  /** Whether its cancellation is under way from now on. Every state but `confirmed` and `unknown` ends it. */
  readonly cancelRequested?: boolean | undefined;
  /** Takes back the contact of an attempt that did not reach Entrata: the one before it, which may have. */
  readonly contact?: ViewingContact | undefined;
  /** Changes nothing when another attempt has been sent since this one: whose news it is may be told by nobody else. */
  readonly ofAttempt?: number | undefined;
}

/** How a person is reached. */
export interface ViewingContact {
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
}

/**
 * The bookings.
 * @throws StoreError from every method, as {@link Store} says; a method names what is its own.
 */
export interface ViewingRepository {
  /**
   * Opens a `pending` viewing unless the user has an open one (not rejected, failed or cancelled) of the same
   * house and slot, or of the same house and message where there is no slot. Of any number of parallel callers, in any number of processes, exactly one gets `opened`.
   * @throws StoreError `misuse` for an idempotency key or a request hash without the other, and for a user or
   * house that does not exist (a mapped table may not check it); a retryable `conflict` when the slot changed
   * hands again and again meanwhile.
   * @example
   * const { viewing, opening } = await store.viewings.open({
   *   userId,
   *   houseId,
   *   slot: { rawDate: '11/24/2026', rawTime: '10:00 CST - 10:30 CST' },
   * });
   */
  open(viewing: NewViewing): Promise<OpenedViewing>;
  /**
   * What `open` would answer to this instead of opening a viewing; undefined when it would open one. Writes nothing.
   * @throws StoreError `misuse` for an idempotency key or a request hash without the other.
   * @example
   * const earlier = await store.viewings.findEarlier({ userId, houseId, slot });
   */
  findEarlier(viewing: NewViewing): Promise<OpenedViewing | undefined>;
  /**
   * `pending -> sending`, one attempt more. True for exactly one caller: only that one may call Entrata. In the same
   * statement `contact`, which Entrata is sent with this attempt, takes the place of the last attempt's, also where it
   * lacks one of the two. Without it, because nothing is sent, the last one's is kept.
   * @throws StoreError `misuse` for a `sendingUntil` that is no instant.
   * @example
   * const sendingUntil = new Date(store.now().getTime() + 60_000).toISOString();
   * const mayCall = await store.viewings.startSending(viewing.id, sendingUntil, { email: 'renter@example.test' });
   */
  startSending(id: Id, sendingUntil: Instant, contact?: ViewingContact): Promise<boolean>;
  /**
   * Moves the viewing from one of the states `from` to the one of `change`, keeping what that does not name.
   * `cancelRequestedAt` is the instant of the first `cancelRequested: true`, until the cancellation has ended.
   * Undefined when it was in none of them, or is not `ofAttempt` any more: somebody else was first. Likewise for one whose cancellation is asked for and
   * that would be `pending` again: it is not sent any more. A closed state frees the slot, and `failed`
   * the idempotency key too: nothing came of that request, so its repetition is a new one.
   * @throws StoreError `misuse` for a `from` that is no list, and `conflict` when a closed viewing is to be open
   * again and the user has another one of the slot by now.
   * @example
   * const confirmed = await store.viewings.transition(viewing.id, ['sending'], { status: 'confirmed', leadId: '42' });
   */
  transition(
    id: Id,
    from: readonly ViewingStatus[],
    change: ViewingChange,
  ): Promise<ViewingRecord | undefined>;
  /**
   * The viewings under way (`pending`, `sending`, `unknown`) that are to take the place of one of these, at most 500 of
   * which are asked about.
   * @throws StoreError `misuse` for what is no list.
   * @example
   * const underWay = await store.viewings.listReplacing([viewing.id]);
   */
  listReplacing(ids: readonly Id[]): Promise<readonly ViewingRecord[]>;
  /**
   * The viewing of this id, in whatever state.
   * @example
   * const viewing = await store.viewings.find(id);
   */
  find(id: Id): Promise<ViewingRecord | undefined>;
  /**
   * Newest first.
   * @throws StoreError `misuse` for a limit or cursor that is none.
   * @example
   * const { items, next } = await store.viewings.listByUser(userId, { status: ['confirmed'] }, { limit: 20 });
   */
  listByUser(
    userId: Id,
    filter?: { readonly status?: readonly ViewingStatus[] | undefined },
    page?: PageRequest,
  ): Promise<Page<ViewingRecord>>;
  /**
   * Viewings of houses of this operator, or of one of them, newest first.
   * @throws StoreError `misuse` for a limit or cursor that is none.
   * @example
   * const { items, next } = await store.viewings.listByOperator(operatorId, { houseId }, { limit: 20 });
   */
  listByOperator(
    operatorId: Id,
    filter?: { readonly status?: readonly ViewingStatus[] | undefined; readonly houseId?: Id | undefined },
    page?: PageRequest,
  ): Promise<Page<ViewingRecord>>;
  /**
   * How many viewings of this operator's houses are in each state.
   * @example
   * const { pending, confirmed } = await store.viewings.countByOperator(operatorId);
   */
  countByOperator(operatorId: Id): Promise<Readonly<Record<ViewingStatus, number>>>;
  /**
   * `pending`, `unknown`, and `sending` past its lease, last touched before `before`; oldest first. Of one client's
   * houses alone when it is named. A page may hold fewer than its limit and still have a next one.
   * @throws StoreError `misuse` for a `before` that is no instant, and for a limit or cursor that is none.
   * @example
   * const { items, next } = await store.viewings.unfinished({ before, clientId });
   */
  unfinished(
    filter: { readonly before: Instant; readonly clientId?: Id | undefined },
    page?: PageRequest,
  ): Promise<Page<ViewingRecord>>;
  /**
   * `confirmed` viewings whose cancellation is under way and was asked for before `before`, the longest waiting first. Of
   * one client's houses alone when it is named. A page may hold fewer than its limit and still have a next one. In a
   * mapped table without `cancelRequestedAt` there are none.
   * @throws StoreError `misuse` for a `before` that is no instant, and for a limit or cursor that is none.
   * @example
   * const { items, next } = await store.viewings.listCancelRequested({ before });
   */
  listCancelRequested(
    filter: { readonly before: Instant; readonly clientId?: Id | undefined },
    page?: PageRequest,
  ): Promise<Page<ViewingRecord>>;
}
