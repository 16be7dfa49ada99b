/** @import { ClientResponse, ClientsResponse } from 'entrata-http-adapter' */
/** @import { Nothing, Screen, Stage } from '../types.js' */
/** @import { Mood } from '../parts/badge.js' */
import { h } from '../dom/element.js';
import { badge } from '../parts/badge.js';
import { each } from '../parts/each.js';
import { factList } from '../parts/fact-list.js';
import { momentText } from '../parts/when.js';

/** @type {Readonly<Record<ClientResponse['status'], readonly [string, Mood]>>} */
const statuses = {
  active: ['Connected', 'good'],
  needs_reauthorization: ['Must authorise again', 'bad'],
  revoked: ['Revoked', 'plain'],
};

/**
 * The companies that connected through Entrata.
 *
 * @type {Screen<ClientsResponse, Nothing>}
 */
export const clientsScreen = {
  title: 'Clients',
  start: () => ({}),
  load: ({ api }, signal) => api.get('/api/admin/clients?limit=200', signal),
  everyMs: () => 3_000,
  view: ({ items }, stage) => [
    h('h1', {}, 'Connected clients'),
    items.length === 0 &&
      h(
        'div',
        { class: 'card pad' },
        h('p', {}, 'No company has connected yet.'),
        h('p', {}, h('a', { href: '#/sandbox' }, 'Have the sandbox send an ACTIVATION')),
      ),
    h(
      'ul',
      { class: 'cards' },
      each(items, (client) => clientCard(client, stage)),
    ),
  ],
};

/**
 * @param {ClientResponse} client
 * @param {Stage<Nothing>} stage
 */
function clientCard(client, { api, act, isBusy, say }) {
  const refresh = async () => {
    await api.post(`/api/admin/refresh?clientId=${encodeURIComponent(client.id)}`);
    say('Its houses are being refreshed.', 'good');
  };
  const reinstate = async () => {
    await api.post(`/api/admin/clients/${encodeURIComponent(client.id)}/reinstate`);
    say('It may authorise again: Entrata has to activate its properties anew.', 'good');
  };
  return h(
    'li',
    { class: 'card pad', 'data-key': client.id },
    h(
      'div',
      { class: 'line' },
      h('h2', {}, client.companyName || `Company ${client.cid}`),
      badge(...(statuses[client.status] ?? [client.status, 'plain'])),
    ),
    factList([
      ['cid', client.cid],
      ['Subdomain', client.subdomain],
      ['Token', client.hasToken ? `sealed, version ${client.tokenVersion}` : 'none'],
      ['Connected', momentText(client.createdAt)],
    ]),
    h(
      'div',
      { class: 'ask' },
      h('a', { class: 'plain', href: `#/properties/${encodeURIComponent(client.id)}` }, 'Its properties'),
      client.status === 'active' &&
        h(
          'button',
          {
            type: 'button',
            class: 'plain',
            disabled: isBusy(client.id),
            onclick: () => act(client.id, refresh),
          },
          'Fetch its houses',
        ),
      client.status === 'revoked' &&
        h(
          'button',
          {
            type: 'button',
            class: 'plain',
            disabled: isBusy(client.id),
            onclick: () => act(client.id, reinstate),
          },
          'Let it authorise again',
        ),
    ),
  );
}
