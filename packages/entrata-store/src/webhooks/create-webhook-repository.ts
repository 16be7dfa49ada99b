import { checkObject, checkTextArgument } from '../core/check-option.js';
import { tryOpen } from '../core/cipher.js';
import { StoreError } from '../core/errors.js';
import { readLimit } from '../core/page.js';
import { checkSealable } from '../core/texts.js';
import { Absent, given, OneOf, Within } from '../rows/condition.js';
import type { NewRow, RowTable, Services, Session } from '../rows/row-table.js';
import type {
  SenderVerdict,
  WebhookOutcome,
  WebhookRecord,
  WebhookRepository,
} from './webhook-repository.js';
import type { WebhookRow } from './webhooks-table.js';

interface Tables {
  readonly webhooks: RowTable<WebhookRow>;
}

/** What a sealed query is bound to: it opens in this column of this log row only. */
export const rawQueryContext = (logId: string) => `webhooks/rawQuery/${logId}`;

const toRecord = ({ id: _, rawQuery: __, ...record }: WebhookRow): WebhookRecord => record;

/** How a webhook ended, as columns. */
export type WebhookOutcomeRow = Pick<WebhookRow, 'outcome' | 'httpStatus' | 'errorCode' | 'durationMs'>;

/** The row of one webhook, as far as its end may be written. */
export interface OpenWebhook {
  readonly logId: string;
  readonly outcome: OneOf<WebhookOutcome>;
}

/** The two writes of each webhook; they resolve once they are durable. */
export interface WebhookLogWriter {
  /** `makeRow` seals: it is called when the row is about to be written. */
  append(makeRow: () => NewRow<WebhookRow>): Promise<unknown>;
  recordOutcome(webhook: OpenWebhook, outcome: WebhookOutcomeRow): Promise<unknown>;
}

/** What is said of a webhook whose event has not taken effect, and still may. */
const open = new OneOf<WebhookOutcome>(['failed', 'refused', 'held'], { orAbsent: true });

export function createWebhookRepository(
  { tables }: Session<Tables>,
  services: Services,
  writer: WebhookLogWriter,
): WebhookRepository {
  const { seal, onUnreadable } = services;

  return {
    async append(webhook) {
      checkObject('webhook', webhook);
      const { logId, receivedAt, method, requestType, cid, propertyId } = webhook;
      const { remoteAddress, rawQuery, senderVerdict } = webhook;
      checkTextArgument('webhooks.logId', logId);
      checkSealable('webhooks.rawQuery', rawQuery);
      const named = { logId, receivedAt, method, requestType, cid, propertyId, remoteAddress, senderVerdict };
      await writer.append(() => ({ ...named, rawQuery: seal(rawQuery, rawQueryContext(logId)) }));
    },

    async recordOutcome(logId, end) {
      checkObject('end', end);
      const { outcome, httpStatus, errorCode, durationMs } = end;
      checkTextArgument('webhooks.logId', logId);
      await writer.recordOutcome({ logId, outcome: open }, { outcome, httpStatus, errorCode, durationMs });
    },

    async recordSender(logId, senderVerdict) {
      await tables.webhooks.update({ logId }, { senderVerdict });
    },

    async decideHeld(logId, outcome) {
      return (await tables.webhooks.update({ logId, outcome: 'held' }, { outcome })) === 1;
    },

    async find(logId) {
      const row = await tables.webhooks.first({ logId });
      return row && toRecord(row);
    },

    async rawQuery(logId) {
      const row = await tables.webhooks.first({ logId });
      if (row === undefined) return undefined;
      const query = tryOpen(services, row.rawQuery, rawQueryContext(logId));
      if (query !== undefined) return query;
      onUnreadable({ table: 'webhooks', id: row.id, field: 'rawQuery' });
      throw new StoreError(
        'unreadable',
        'The raw query of this webhook does not open: its key is gone, or it was changed',
      );
    },

    async list(filter, page) {
      const where = given({
        requestType: filter?.requestType,
        cid: filter?.cid,
        propertyId: filter?.propertyId,
        outcome: filter?.outcome,
        receivedAt: new Within(given({ from: filter?.from, before: filter?.to })),
      });
      const order = { by: 'receivedAt', direction: 'desc' } as const;
      const { rows, next } = await tables.webhooks.page(where, order, page);
      return { items: rows.map(toRecord), next };
    },

    async interrupted(before, page) {
      const where = {
        outcome: new Absent(),
        senderVerdict: new OneOf<SenderVerdict>(['verified', 'unproven']),
        receivedAt: new Within({ before }),
      };
      const { rows, next } = await tables.webhooks.page(where, { by: 'receivedAt', direction: 'asc' }, page);
      return { items: rows.map(toRecord), next };
    },

    async countByTypeAndDay(range) {
      checkObject('range', range);
      const { from, to } = range;
      const where = { receivedAt: new Within({ from, before: to }) };
      const counts = await tables.webhooks.countByDay(where, 'requestType', 'receivedAt');
      return counts.map(({ day, value, count }) => ({ day, requestType: value, count }));
    },

    async purge(before, limit) {
      return tables.webhooks.remove({ receivedAt: new Within({ before }) }, readLimit(limit));
    },
  };
}
