import type {
  AppointmentState,
  ApprovalState,
  ClientRecord,
  DesiredState,
  HouseListing,
  HouseRecord,
  HouseStatus,
  Id,
  Instant,
  OperatorRecord,
  PropertyRecord,
  PropertyState,
  TourType,
  UserRecord,
  UserRole,
  ViewingRecord,
  ViewingStatus,
  WebhookOutcome,
  WebhookRecord,
} from './records.js';
import type { Secret } from './secret.js';

/** `limit` defaults to 50, at most 500. `after` is the `next` of the page before. */
export interface PageRequest {
  readonly limit?: number;
  readonly after?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Hand it in as `after` to read on; undefined on the last page. */
  readonly next: string | undefined;
}

export interface NewUser {
  readonly role: UserRole;
  readonly name: string;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly companyName?: string | undefined;
  readonly operatorId?: Id | undefined;
}

export interface UserRepository {
  insert(user: NewUser): Promise<UserRecord>;
  find(id: Id): Promise<UserRecord | undefined>;
  /** Oldest first. */
  list(filter?: { role?: UserRole }, page?: PageRequest): Promise<Page<UserRecord>>;
}

export interface OperatorRepository {
  find(id: Id): Promise<OperatorRecord | undefined>;
  /** Every operator of that exact name: names are not unique. */
  findByName(name: string): Promise<readonly OperatorRecord[]>;
}

export interface NewToken {
  readonly accessToken: Secret;
  readonly expiresAt: Instant | undefined;
}

export interface NewClient {
  readonly cid: string;
  readonly subdomain: string;
  readonly companyName: string;
  readonly token: NewToken;
  /** The agent user's own fields; role, company name and operator are set by the store. */
  readonly agent: {
    readonly name: string;
    readonly email?: string | undefined;
    readonly phone?: string | undefined;
  };
}

export interface ClientRepository {
  /**
   * Creates operator, agent user and client, linked, when no client has this `cid`; all three or none.
   * However many callers try at once, one gets `created: true`; the others get the client it made,
   * unchanged, and no further operator or user exists.
   */
  connect(client: NewClient): Promise<{ readonly client: ClientRecord; readonly created: boolean }>;
  /**
   * Puts a proven new token in place of version `expectedVersion`, raises `tokenVersion` and makes the
   * client active again. Returns the client, or undefined when another writer was first (or it is revoked).
   */
  replaceToken(
    id: Id,
    expectedVersion: number,
    next: NewToken & { readonly subdomain?: string },
  ): Promise<ClientRecord | undefined>;
  /**
   * Marks the token of version `tokenVersion` as refused by Entrata. True for exactly one caller per
   * version; false when the token was replaced meanwhile or somebody else marked it.
   */
  requireReauthorization(id: Id, tokenVersion: number): Promise<boolean>;
  /** Ends the client for good: its token is dropped. */
  revoke(id: Id): Promise<boolean>;
  find(id: Id): Promise<ClientRecord | undefined>;
  findByCid(cid: string): Promise<ClientRecord | undefined>;
  list(page?: PageRequest): Promise<Page<ClientRecord>>;
}

export interface PropertyWish {
  readonly clientId: Id;
  readonly propertyId: string;
  /** Undefined keeps the state wished for so far; a new property then wishes to be `active`. */
  readonly desiredState?: DesiredState | undefined;
  readonly feedType?: string | undefined;
  readonly occupancyType?: string | undefined;
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
   * Records that event `seq` is done. True only when no newer event was accepted meanwhile; then the row is
   * held until the surrounding transaction ends, so that what is written beside it belongs to the newest event.
   */
  reach(
    id: Id,
    seq: number,
    reached: { readonly state: PropertyState; readonly fetchedAt?: Instant },
  ): Promise<boolean>;
  /** Remembers the answer to the approval, so that it is not sent twice. */
  recordApproval(id: Id, approval: ApprovalState): Promise<void>;
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

export interface HouseTarget {
  readonly clientId: Id;
  readonly propertyId: string;
  readonly operatorId: Id;
  readonly agentUserId: Id;
}

export interface ListingChange {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly vanished: number;
}

export interface HouseRepository {
  /**
   * Makes the active houses of one property be exactly `listing`: new ones are inserted, changed ones (by
   * `sourceHash`, owner or status) updated, missing ones marked `vanished`. An empty listing is refused with
   * `misuse` and changes nothing: Entrata answering nothing is never a reason to drop houses.
   */
  replaceListing(target: HouseTarget, listing: readonly HouseListing[]): Promise<ListingChange>;
  /** Hides the property's active houses; the next `replaceListing` shows them again. Returns how many. */
  hide(clientId: Id, propertyId: string): Promise<number>;
  find(id: Id): Promise<HouseRecord | undefined>;
  /** Newest first. */
  list(
    filter?: {
      readonly status?: HouseStatus;
      readonly operatorId?: Id;
      readonly clientId?: Id;
      readonly propertyId?: string;
    },
    page?: PageRequest,
  ): Promise<Page<HouseRecord>>;
}

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
   * Undefined when it was in none of them: somebody else settled it. A closed state frees the slot.
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
  /** Viewings of houses of this operator, newest first. */
  listByOperator(
    operatorId: Id,
    filter?: { readonly status?: readonly ViewingStatus[] },
    page?: PageRequest,
  ): Promise<Page<ViewingRecord>>;
  countByOperator(operatorId: Id): Promise<Readonly<Record<ViewingStatus, number>>>;
  /** `pending`, `unknown`, and `sending` past its lease, last touched before `before`; oldest first. */
  unsettled(before: Instant, limit: number): Promise<readonly ViewingRecord[]>;
}

export interface NewWebhook {
  readonly logId: string;
  readonly receivedAt: Instant;
  readonly method: string;
  readonly requestType?: string | undefined;
  readonly cid?: string | undefined;
  readonly propertyId?: string | undefined;
  readonly remoteAddress?: string | undefined;
  /** Complete and byte-exact: all that stands after the first `?`. Sealed at rest; it holds the one-time code. */
  readonly rawQuery: string;
}

export interface WebhookFilter {
  readonly requestType?: string;
  readonly cid?: string;
  readonly propertyId?: string;
  readonly outcome?: WebhookOutcome;
  /** Received at this instant or later. */
  readonly from?: Instant;
  /** Received before this instant. */
  readonly to?: Instant;
}

export interface WebhookRepository {
  /** Returns once the row is durable. A second row of the same `logId` is a `conflict`. */
  append(webhook: NewWebhook): Promise<void>;
  /** Writes how the request ended. The last call wins. */
  settle(
    logId: string,
    end: {
      readonly outcome: WebhookOutcome;
      readonly httpStatus: number;
      readonly errorCode?: string | undefined;
      readonly durationMs: number;
    },
  ): Promise<void>;
  /** Releases or drops a `held` webhook. True for exactly one caller; false when it is not held (any more). */
  decideHeld(logId: string, outcome: 'released' | 'dropped'): Promise<boolean>;
  find(logId: string): Promise<WebhookRecord | undefined>;
  /** The raw query, byte for byte as it came. */
  rawQuery(logId: string): Promise<string | undefined>;
  /** Newest first. */
  list(filter?: WebhookFilter, page?: PageRequest): Promise<Page<WebhookRecord>>;
  /** Counts by request type and UTC day (`YYYY-MM-DD`), newest day first; `from` included, `to` not. */
  countByTypeAndDay(range: {
    readonly from: Instant;
    readonly to: Instant;
  }): Promise<
    readonly { readonly day: string; readonly requestType: string | undefined; readonly count: number }[]
  >;
  /** Deletes up to `limit` webhooks received before `before`; returns how many. Repeat until it is fewer. */
  purge(before: Instant, limit: number): Promise<number>;
}

/** The answer to a claim. Only `claimed` may exchange the code. */
export type CodeClaim =
  | { readonly state: 'claimed'; readonly fence: number }
  | { readonly state: 'busy'; readonly until: Instant }
  | { readonly state: 'exchanged'; readonly token: NewToken; readonly exchangedAt: Instant }
  | { readonly state: 'refused' };

export interface OauthCodeRepository {
  /**
   * Claims the code with this SHA-256 digest (hex) until `leaseUntil`. Of parallel callers exactly one gets
   * `claimed`; a claim whose lease ran out can be claimed again, with a higher fence.
   */
  claim(digest: string, leaseUntil: Instant): Promise<CodeClaim>;
  /** Commits the sealed token beside the code. False when `fence` is no longer the claim's: keep the other token. */
  keepToken(digest: string, fence: number, token: NewToken): Promise<boolean>;
  /** Final: Entrata refused the code. */
  refuse(digest: string, fence: number): Promise<boolean>;
  /** Gives the claim back: the code was not exchanged, or nobody knows; a redelivery may try. */
  release(digest: string, fence: number): Promise<boolean>;
  /** Deletes up to `limit` codes last touched before `before`; returns how many. Repeat until it is fewer. */
  purge(before: Instant, limit: number): Promise<number>;
}

/** All repositories over one database. */
export interface Repositories {
  readonly users: UserRepository;
  readonly operators: OperatorRepository;
  readonly clients: ClientRepository;
  readonly properties: PropertyRepository;
  readonly houses: HouseRepository;
  readonly viewings: ViewingRepository;
  readonly webhooks: WebhookRepository;
  readonly oauthCodes: OauthCodeRepository;
}
