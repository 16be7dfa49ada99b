import type { Id, Instant } from '../core/ids.js';
import type { Page, PageRequest } from '../core/page.js';

/** Every {@link DesiredState}. */
export const desiredStates = ['active', 'suspended', 'inactive'] as const;
/** What Entrata asks for a property. */
export type DesiredState = (typeof desiredStates)[number];

/** Every {@link PropertyState}. */
export const propertyStates = ['pending', ...desiredStates] as const;
/** What a property is as far as it was reconciled; `pending` until it first was. */
export type PropertyState = (typeof propertyStates)[number];

/** Every {@link ApprovalState}. */
export const approvalStates = ['none', 'sent', 'failed'] as const;
/** How far the approval of the latest activation is. */
export type ApprovalState = (typeof approvalStates)[number];

/** One Entrata property of a client: what Entrata wants of it, and how far we are. (client, propertyId) is unique. */
export interface PropertyRecord {
  readonly id: Id;
  readonly clientId: Id;
  /** Entrata's property id, decimal digits. */
  readonly propertyId: string;
  readonly desiredState: DesiredState;
  readonly state: PropertyState;
  readonly approval: ApprovalState;
  /** As Entrata sent it, verbatim. */
  readonly feedType: string | undefined;
  readonly occupancyType: string | undefined;
  /** Raised by one with every accepted event. */
  readonly eventSeq: number;
  /** The event that {@link state} belongs to. The property is reconciled when it equals {@link eventSeq}. */
  readonly reachedSeq: number;
  /** Digest of the latest accepted event; an identical one is a duplicate. */
  readonly eventFingerprint: string | undefined;
  /** The public log id of the webhook that brought the latest accepted event. */
  readonly logId: string | undefined;
  /** The {@link eventSeq} of the latest activation; undefined when none came since this is noted. */
  readonly activationSeq: number | undefined;
  /** The activation that Entrata was last told is approved. */
  readonly approvedSeq: number | undefined;
  /** As Entrata calls it, in plain text; undefined until it was fetched. */
  readonly name: string | undefined;
  readonly lastFetchedAt: Instant | undefined;
  /** A stable code, never an upstream text. */
  readonly lastError: string | undefined;
  /** The first failure since the newest event or the last success; undefined while there is none. */
  readonly failingSince: Instant | undefined;
  /** The code of which somebody was notified since then. */
  readonly notifiedError: string | undefined;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** What Entrata asks for a property, as one webhook brought it. */
export interface PropertyEvent {
  readonly clientId: Id;
  readonly propertyId: string;
  /** Left out, the desired state stays; that of a new property is `active`. */
  readonly desiredState?: DesiredState | undefined;
  readonly feedType?: string | undefined;
  readonly occupancyType?: string | undefined;
  /** Whether it is to be approved at Entrata. */
  readonly isActivation?: boolean | undefined;
  /** Digest of the event; equal to that of the latest accepted event means duplicate. */
  readonly fingerprint: string;
  readonly logId?: string | undefined;
}

/**
 * The properties: their desired state, and how far we are.
 * @throws StoreError from every method, as {@link Store} says; a method names what is its own.
 */
export interface PropertyRepository {
  /**
   * Accepts an event: creates the property if need be, writes the desired state and raises `eventSeq` by one.
   * An event equal to the latest accepted one changes nothing and returns `duplicate: true`.
   * Parallel calls are ordered: each accepted event gets its own `eventSeq`.
   * @throws StoreError `misuse` for a client that does not exist (a mapped table may not check it), and a
   * retryable `conflict` when the property was removed meanwhile.
   * @example
   * const { property, duplicate } = await store.properties.recordEvent({
   *   clientId,
   *   propertyId: '7',
   *   desiredState: 'active',
   *   isActivation: true,
   *   fingerprint: digest,
   * });
   */
  recordEvent(
    event: PropertyEvent,
  ): Promise<{ readonly property: PropertyRecord; readonly duplicate: boolean }>;
  /**
   * Records that event `seq` is done. True only when no newer event was accepted meanwhile and `state` is what
   * that event desires, both asked in the statement that writes; then the row is held until the surrounding
   * transaction ends, so that what is written beside it belongs to the newest event. False, and nothing changed,
   * otherwise: a suspended property is never marked `active`, whoever calls. `pending` belongs to the desired state
   * `active`.
   * @example
   * const isDone = await store.properties.markReconciled(property.id, property.eventSeq, { state: 'active' });
   */
  markReconciled(
    id: Id,
    seq: number,
    reached: {
      readonly state: PropertyState;
      readonly fetchedAt?: Instant | undefined;
      /** As Entrata calls it; undefined leaves the name it has. */
      readonly name?: string | undefined;
    },
  ): Promise<boolean>;
  /**
   * Remembers the answer to the approval of the activation `seq`, so that it is not sent twice. False, and nothing
   * changed, when that activation or a later one was approved before. Without a `seq` it is written as it is.
   * @example
   * const isNews = await store.properties.recordApproval(property.id, 'sent', property.activationSeq);
   */
  recordApproval(id: Id, approval: ApprovalState, seq?: number): Promise<boolean>;
  /**
   * Keeps a stable error code beside the property; the next `markReconciled` clears it. `seen` is the property as the
   * attempt that failed found it: `outdated`, and nothing changed, when an event came, or was reached, or the property was
   * fetched since. Otherwise `isDue` says whether somebody is to be notified, true for exactly one caller each time:
   * `notifyAfterMs` is how long it has to fail before; 0 is at once, and again when another code comes, and undefined is
   * never. A caller that is to notify does so in the same transaction.
   * @example
   * await store.transaction(async (tx) => {
   *   const failed = await tx.properties.recordFailure(property, { code: 'timed_out', notifyAfterMs: 600_000 });
   *   if (failed === 'outdated' || !failed.isDue) return;
   *   await tx.tasks.enqueue({ kind: 'property.notify', payload: { property: property.id } });
   * });
   */
  recordFailure(
    seen: Pick<PropertyRecord, 'id' | 'eventSeq' | 'reachedSeq' | 'lastFetchedAt'>,
    failure: { readonly code: string; readonly notifyAfterMs?: number | undefined },
  ): Promise<'outdated' | { readonly isDue: boolean }>;
  /**
   * Takes out all properties of a client in one statement: each is `inactive`, as desired, until another event comes; also
   * one that is equal to the latest. Whatever was under way for one of them finds that it is not desired any more.
   * Returns how many.
   * @example
   * const count = await store.properties.withdraw(clientId);
   */
  withdraw(clientId: Id): Promise<number>;
  /**
   * The property of this id.
   * @example
   * const property = await store.properties.find(id);
   */
  find(id: Id): Promise<PropertyRecord | undefined>;
  /**
   * By client and Entrata's property id.
   * @example
   * const property = await store.properties.findByEntrataId(clientId, '7');
   */
  findByEntrataId(clientId: Id, propertyId: string): Promise<PropertyRecord | undefined>;
  /**
   * Newest first.
   * @throws StoreError `misuse` for a limit or cursor that is none.
   * @example
   * const { items, next } = await store.properties.list({ clientId, state: 'active' }, { limit: 100 });
   */
  list(
    filter?: { readonly clientId?: Id | undefined; readonly state?: PropertyState | undefined },
    page?: PageRequest,
  ): Promise<Page<PropertyRecord>>;
  /**
   * Properties that have not reached their newest event and were last touched before `before`; oldest first.
   * @throws StoreError `misuse` for a `before` that is no instant, and for a limit or cursor that is none.
   * @example
   * const before = new Date(store.now().getTime() - 60_000).toISOString();
   * const { items } = await store.properties.unreconciled(before);
   */
  unreconciled(before: Instant, page?: PageRequest): Promise<Page<PropertyRecord>>;
}
