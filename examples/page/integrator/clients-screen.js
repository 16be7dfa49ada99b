/** @import { Client, Listing, Screen } from '../types.js' */
/** @import { Mood } from '../parts/badge.js' */
import { h } from '../dom/element.js';
import { badge } from '../parts/badge.js';
import { factList } from '../parts/fact-list.js';
import { momentText } from '../parts/when.js';

/** @typedef {Readonly<Record<string, never>>} Nothing */

/** @type {Readonly<Record<Client['status'], readonly [string, Mood]>>} */
const statuses = {
  active: ['Connected', 'good'],
  needs_reauthorization: ['Must authorise again', 'bad'],
  revoked: ['Revoked', 'plain'],
};

/**
 * The companies that connected through Entrata.
 *
 * @type {Screen<Listing<Client>, Nothing>}
 */
export const clientsScreen = {
  title: 'Clients',
  start: () => ({}),
  load: ({ api }, signal) => api.get('/api/admin/clients?limit=200', signal),
  everyMs: () => 3_000,
  view: ({ items }) => [
    h('h1', {}, 'Connected clients'),
    items.length === 0 &&
      h(
        'p',
        { class: 'card pad' },
        'No company has connected yet. ',
        h('a', { href: '#/sandbox' }, 'Have the sandbox send an ACTIVATION'),
      ),
    h('ul', { class: 'cards' }, items.map(clientCard)),
  ],
};

/** @param {Client} client */
function clientCard(client) {
  return h(
    'li',
    { class: 'card pad', 'data-key': client.id },
    h('div', { class: 'line' }, h('h2', {}, client.companyName), badge(...statuses[client.status])),
    factList([
      ['cid', client.cid],
      ['Subdomain', client.subdomain],
      ['Token', client.hasToken ? `sealed, version ${client.tokenVersion}` : 'none'],
      ['Connected', momentText(client.createdAt)],
    ]),
    h(
      'p',
      { class: 'small' },
      h('a', { href: `#/properties/${encodeURIComponent(client.id)}` }, 'Its properties'),
    ),
  );
}
