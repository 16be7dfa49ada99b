import type { WebhookOutcome } from '../records.js';
import { choice, id, instant, integer, longText, optional, otherwise, table, text } from './field.js';

export const webhooksTable = table({
  key: 'webhooks',
  name: 'entrata_webhooks',
  fields: {
    id: id(),
    logId: text(64),
    receivedAt: instant(),
    method: text(16),
    requestType: optional(text(255)),
    cid: optional(text(255)),
    propertyId: optional(text(255)),
    remoteAddress: optional(text(255)),
    rawQuery: longText(),
    outcome: otherwise(
      // Not absent: that would be a webhook which has yet to be answered.
      'ignored',
      optional(
        choice<WebhookOutcome>(
          'accepted',
          'duplicate',
          'ignored',
          'held',
          'released',
          'dropped',
          'refused',
          'failed',
        ),
      ),
    ),
    httpStatus: optional(integer()),
    errorCode: optional(text(128)),
    durationMs: optional(integer()),
  },
  unique: [['logId']],
  indexes: [
    ['receivedAt', 'id'],
    ['requestType', 'receivedAt', 'id'],
    ['cid', 'receivedAt', 'id'],
    ['propertyId', 'receivedAt', 'id'],
    ['outcome', 'receivedAt', 'id'],
  ],
});
