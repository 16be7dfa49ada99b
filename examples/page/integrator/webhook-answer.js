/** @import { WebhookResponse } from 'entrata-http-adapter' */
/** @import { Answer } from './sandbox-screen.js' */
import { h } from '../dom/element.js';
import { outcomeBadge } from '../parts/outcome-badge.js';

/**
 * What the server said to one webhook, and the row that it made.
 *
 * @param {Answer} answer
 * @param {readonly WebhookResponse[]} log the latest rows
 */
export function answerLine({ propertyId, status, words, logId }, log) {
  return h(
    'li',
    { 'data-key': logId ?? propertyId },
    `${propertyId}: ${status} ${words}. `,
    logId === undefined
      ? 'It made no row.'
      : [
          rowWords(log.find((row) => row.logId === logId)),
          h('a', { href: `#/webhooks/${encodeURIComponent(logId)}` }, 'Log'),
        ],
  );
}

/** @param {WebhookResponse | undefined} row */
function rowWords(row) {
  if (row === undefined) return 'Its row is not among the latest. ';
  return [
    'Its row: ',
    outcomeBadge(row.outcome),
    row.errorCode && [' ', h('code', { class: 'error' }, row.errorCode)],
    typeof row.durationMs === 'number' && ` in ${row.durationMs} ms`,
    '. ',
  ];
}

/**
 * Our own answer is JSON; anything else is shown as it is.
 *
 * @param {string} body
 * @returns {Pick<Answer, 'words' | 'logId'>}
 */
export function readAnswer(body) {
  try {
    const { status, code, field, logId, requestId } = JSON.parse(body);
    const words = [status, code, field].filter((word) => typeof word === 'string').join(' ');
    return { words, logId: logId ?? requestId };
  } catch {
    return { words: body, logId: undefined };
  }
}
