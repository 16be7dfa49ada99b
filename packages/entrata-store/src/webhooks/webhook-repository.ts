import type { Instant } from '../core/ids.js';
import type { Page, PageRequest } from '../core/page.js';

/** Every {@link WebhookOutcome}. */
export const webhookOutcomes = [
  'accepted',
  'duplicate',
  'ignored',
  'held',
  'released',
  'dropped',
  'refused',
  'failed',
] as const;
/** What became of a webhook. `held` waits for an administrator, whose decision is `released` or `dropped`. */
export type WebhookOutcome = (typeof webhookOutcomes)[number];

/** Every {@link SenderVerdict}. */
export const senderVerdicts = ['verified', 'unproven'] as const;
/** What the check of a webhook's sender said: `unproven` needs a code that proves it. */
export type SenderVerdict = (typeof senderVerdicts)[number];

/** One request at the webhook URL. The raw query is read by {@link WebhookRepository.rawQuery} only. */
export interface WebhookRecord {
  /** Ours, public, in every answer and log line of that request. Unique. */
  readonly logId: string;
  readonly receivedAt: Instant;
  readonly method: string;
  readonly requestType: string | undefined;
  readonly cid: string | undefined;
  readonly propertyId: string | undefined;
  readonly remoteAddress: string | undefined;
  /** Undefined until the request was answered. */
  readonly outcome: WebhookOutcome | undefined;
  readonly httpStatus: number | undefined;
  readonly errorCode: string | undefined;
  readonly durationMs: number | undefined;
  /** The order in which webhooks came to the log; undefined in a table that does not number its rows. */
  readonly seq: number | undefined;
  /** Undefined until the sender was checked. */
  readonly senderVerdict: SenderVerdict | undefined;
}

/** A request at the webhook URL, as it came. */
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
  /** Where the sender was checked by then. */
  readonly senderVerdict?: SenderVerdict | undefined;
}

/** Which webhooks to list; what is left out is no condition. */
export interface WebhookFilter {
  readonly requestType?: string | undefined;
  readonly cid?: string | undefined;
  readonly propertyId?: string | undefined;
  readonly outcome?: WebhookOutcome | undefined;
  /** Received at this instant or later. */
  readonly from?: Instant | undefined;
  /** Received before this instant. */
  readonly to?: Instant | undefined;
}

/**
 * The log of all requests at the webhook URL.
 * @throws StoreError from every method, as {@link Store} says; a method names what is its own.
 */
export interface WebhookRepository {
  /**
   * Returns once the row is durable.
   * @throws StoreError `conflict` for a second row of the same `logId`.
   * @example
   * await store.webhooks.append({ logId, receivedAt: store.now().toISOString(), method: 'GET', rawQuery: 'cid=1234' });
   */
  append(webhook: NewWebhook): Promise<void>;
  /**
   * Writes how the webhook ended. Of several calls the last one wins, but what has ended for good (`accepted`, `duplicate`,
   * `ignored`, `released`, `dropped`) stays: whoever worked on it beside another one changes nothing about it.
   * @example
   * await store.webhooks.recordOutcome(logId, { outcome: 'accepted', httpStatus: 200, durationMs: 12 });
   */
  recordOutcome(
    logId: string,
    end: {
      readonly outcome: WebhookOutcome;
      readonly httpStatus: number;
      readonly errorCode?: string | undefined;
      readonly durationMs: number;
    },
  ): Promise<void>;
  /**
   * Writes what the check of the sender said, where that took longer than the row.
   * @example
   * await store.webhooks.recordSender(logId, 'verified');
   */
  recordSender(logId: string, verdict: SenderVerdict): Promise<void>;
  /**
   * Releases or drops a `held` webhook. True for exactly one caller; false when it is not held (any more).
   * @example
   * const isMine = await store.webhooks.decideHeld(logId, 'released');
   */
  decideHeld(logId: string, outcome: 'released' | 'dropped'): Promise<boolean>;
  /**
   * The webhook of this log id.
   * @example
   * const outcome = (await store.webhooks.find(logId))?.outcome;
   */
  find(logId: string): Promise<WebhookRecord | undefined>;
  /**
   * The raw query, byte for byte as it came; undefined when there is no such webhook.
   * @throws StoreError `unreadable` when it is there and does not open: its key is gone, or the row was changed.
   * Lists and `find` are not concerned.
   * @example
   * const parameters = new URLSearchParams(await store.webhooks.rawQuery(logId));
   */
  rawQuery(logId: string): Promise<string | undefined>;
  /**
   * Newest first.
   * @throws StoreError `misuse` for a `from` or `to` that is no instant, and for a limit or cursor that is none.
   * @example
   * const { items, next } = await store.webhooks.list({ cid: '1234', outcome: 'failed' }, { limit: 100 });
   */
  list(filter?: WebhookFilter, page?: PageRequest): Promise<Page<WebhookRecord>>;
  /**
   * Those that nobody works on any more: received before `before`, the sender checked, and without an outcome. Oldest
   * first. Empty where the table does not keep what the check said.
   * @throws StoreError `misuse` for a `before` that is no instant, and for a limit or cursor that is none.
   * @example
   * const { items, next } = await store.webhooks.interrupted(before);
   */
  interrupted(before: Instant, page?: PageRequest): Promise<Page<WebhookRecord>>;
  /**
   * Counts by request type and UTC day (`YYYY-MM-DD`), newest day first; `from` included, `to` not.
   * @throws StoreError `misuse` for a `from` or `to` that is no instant.
   * @example
   * const counts = await store.webhooks.countByTypeAndDay({
   *   from: '2026-11-01T00:00:00.000Z',
   *   to: '2026-12-01T00:00:00.000Z',
   * });
   * for (const { day, requestType, count } of counts) console.log(day, requestType, count);
   */
  countByTypeAndDay(range: {
    readonly from: Instant;
    readonly to: Instant;
  }): Promise<
    readonly { readonly day: string; readonly requestType: string | undefined; readonly count: number }[]
  >;
  /**
   * Deletes up to `limit` webhooks received before `before`; returns how many. Repeat until it is fewer.
   * @throws StoreError `misuse` for a `before` that is no instant, and for a `limit` other than 1 to 10,000.
   * @example
   * while ((await store.webhooks.purge(before, 1_000)) === 1_000);
   */
  purge(before: Instant, limit: number): Promise<number>;
}
