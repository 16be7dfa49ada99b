import {
  added,
  choice,
  id,
  instant,
  integer,
  longText,
  optional,
  otherwise,
  type RowOf,
  sequence,
  table,
  text,
} from '../rows/field.js';
import { senderVerdicts, webhookOutcomes } from './webhook-repository.js';

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
      optional(choice(...webhookOutcomes)),
    ),
    httpStatus: optional(integer()),
    errorCode: optional(text(128)),
    durationMs: optional(integer()),
    /** The order in which webhooks came to the log, whatever the clocks of those who took them said. */
    seq: added('events are put in order by the clocks of the machines that took them', sequence()),
    /** What the check of the sender said; absent until it has. */
    senderVerdict: added(
      'a webhook whose process died before its event was committed waits for its redelivery',
      choice(...senderVerdicts),
    ),
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

export type WebhookRow = RowOf<typeof webhooksTable>;
