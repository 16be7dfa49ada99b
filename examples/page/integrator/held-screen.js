/** @import { WebhooksResponse } from 'entrata-http-adapter' */
/** @import { Nothing, Screen } from '../types.js' */
import { h } from '../dom/element.js';
import { each } from '../parts/each.js';
import { factList } from '../parts/fact-list.js';
import { momentText } from '../parts/when.js';
import { heldButtons } from './held-buttons.js';

/**
 * Events whose sender proved nothing: they wait for a person.
 *
 * @type {Screen<WebhooksResponse, Nothing>}
 */
export const heldScreen = {
  title: 'Held',
  start: () => ({}),
  load: ({ api }, signal) => api.get('/api/admin/webhooks?outcome=held&limit=200', signal),
  everyMs: () => 3_000,
  view: ({ items }, stage) => [
    h('h1', {}, 'Held events'),
    h(
      'p',
      { class: 'quiet' },
      'Events whose sender could not be proven. Release one when you know that Entrata sent it.',
    ),
    items.length === 0 && h('p', { class: 'card pad quiet' }, 'Nothing is held.'),
    h(
      'ul',
      { class: 'cards' },
      each(items, (webhook) =>
        h(
          'li',
          { class: 'card pad', 'data-key': webhook.logId },
          h('h2', {}, webhook.requestType ?? 'Without a type'),
          factList([
            ['Received', momentText(webhook.receivedAt)],
            ['From', webhook.remoteAddress],
            ['cid', webhook.cid],
            ['Property', webhook.propertyId],
            [
              'Log',
              h('a', { href: `#/webhooks/${encodeURIComponent(webhook.logId)}` }, webhook.logId.slice(0, 8)),
            ],
          ]),
          heldButtons(webhook.logId, stage),
        ),
      ),
    ),
  ],
};
