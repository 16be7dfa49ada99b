import type { ApprovalState, DesiredState, Id, Instant, PropertyRecord, PropertyState } from '../records.js';
import type { Page, PageRequest } from '../repositories/page.js';

export interface PropertyWish {
  readonly clientId: Id;
  readonly propertyId: string;
  /** Undefined keeps the state wished for so far; a new property then wishes to be `active`. */
  readonly desiredState?: DesiredState | undefined;
  readonly feedType?: string | undefined;
  readonly occupancyType?: string | undefined;
  /** Whether it is to be approved at Entrata. */
  readonly isActivation?: boolean | undefined;
  /** Digest of the event; equal to that of the latest accepted event means duplicate. */
  readonly fingerprint: string;
  readonly logId?: string | undefined;
}

export interface PropertyRepository {
  /**
   * Accepts an event: creates the property if need be, writes the wish and raises `eventSeq` by one.
   * An event equal to the latest accepted one changes nothing and returns `duplicate: true`.
   * Parallel calls are ordered: each accepted event gets its own `eventSeq`.
   */
  want(wish: PropertyWish): Promise<{ readonly property: PropertyRecord; readonly duplicate: boolean }>;
  /**
   * Records that event `seq` is done. True only when no newer event was accepted meanwhile and `state` is what
   * that event wishes for, both asked in the statement that writes; then the row is held until the surrounding
   * transaction ends, so that what is written beside it belongs to the newest event. False, and nothing changed,
   * otherwise: a suspended property is never reached as `active`, whoever calls. `pending` and `denied` are
   * outcomes of the wish `active`.
   */
  reach(
    id: Id,
    seq: number,
    reached: {
      readonly state: PropertyState;
      readonly fetchedAt?: Instant;
      /** As Entrata calls it; undefined leaves the name it has. */
      readonly name?: string | undefined;
    },
  ): Promise<boolean>;
  /**
   * Remembers the answer to the approval of the activation `seq`, so that it is not sent twice. False, and nothing
   * changed, when that activation or a later one was approved before. Without a `seq` it is written as it is.
   */
  recordApproval(id: Id, approval: ApprovalState, seq?: number): Promise<boolean>;
  /** Keeps a stable error code beside the property; the next `reach` clears it. */
  recordFailure(id: Id, errorCode: string): Promise<void>;
  find(id: Id): Promise<PropertyRecord | undefined>;
  findByEntrataId(clientId: Id, propertyId: string): Promise<PropertyRecord | undefined>;
  list(
    filter?: { readonly clientId?: Id; readonly state?: PropertyState },
    page?: PageRequest,
  ): Promise<Page<PropertyRecord>>;
  /** Properties that have not reached their newest event and were last touched before `before`; oldest first. */
  unsettled(before: Instant, limit: number): Promise<readonly PropertyRecord[]>;
}
