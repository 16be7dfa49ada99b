/** @import { ClientResponse, PropertyResponse } from 'entrata-http-adapter' */
/** @import { Screen, Stage } from '../types.js' */
/** @import { Mood } from '../parts/badge.js' */
import { h } from '../dom/element.js';
import { badge } from '../parts/badge.js';
import { dataTable } from '../parts/data-table.js';
import { countText } from '../parts/figures.js';
import { momentText } from '../parts/when.js';
import { loadAll } from './load-all.js';

/** @typedef {{ readonly state: PropertyResponse['state'] | 'all', readonly clientId: string }} PropertiesState */
/** @typedef {{ readonly clients: readonly ClientResponse[], readonly properties: readonly PropertyResponse[] }} Properties */

/** @type {Readonly<Record<PropertyResponse['state'], readonly [string, Mood]>>} */
const states = {
  pending: ['Pending', 'busy'],
  active: ['Active', 'good'],
  suspended: ['Suspended', 'plain'],
  inactive: ['Inactive', 'plain'],
};

/** More rows than anybody reads would be drawn anew many times a minute. */
const mostShown = 200;

/** @param {PropertyResponse} property */
const isReconciled = ({ eventSeq, reachedSeq }) => eventSeq === reachedSeq;

/**
 * Every property: what Entrata wants of it, how far it is, and how an ingest gets on.
 *
 * @type {Screen<Properties, PropertiesState>}
 */
export const propertiesScreen = {
  title: 'Properties',
  start: ({ clientId }) => ({ state: 'all', clientId: clientId ?? '' }),
  async load({ api }, signal) {
    const [clients, properties] = await Promise.all([
      loadAll(api, '/api/admin/clients', signal),
      loadAll(api, '/api/admin/properties', signal),
    ]);
    return { clients, properties };
  },
  everyMs: ({ properties }) => (properties.every(isReconciled) ? 3_000 : 700),
  view({ clients, properties }, stage) {
    const { state, clientId } = stage.state;
    const ofClient = properties.filter((property) => clientId === '' || property.clientId === clientId);
    const shown = ofClient.filter((property) => state === 'all' || property.state === state);
    const names = new Map(clients.map(({ id, companyName }) => [id, companyName]));
    return [
      h('h1', {}, 'Properties'),
      progress(ofClient),
      h('div', { class: 'filters' }, clientChoice(clients, stage), stateTabs(ofClient, stage)),
      dataTable(
        ['Property', 'Company', 'State', 'Wanted', 'Approval', 'Feed', 'Event', 'Fetched', 'Webhook'],
        shown.slice(0, mostShown),
        (property) => ({
          key: property.id,
          cells: [
            property.name ? [property.name, ' ', h('code', {}, property.propertyId)] : property.propertyId,
            names.get(property.clientId),
            [
              badge(...(states[property.state] ?? [property.state, 'plain'])),
              property.lastError && h('code', { class: 'error' }, property.lastError),
            ],
            property.desiredState,
            property.approval,
            property.feedType,
            isReconciled(property)
              ? `${property.eventSeq}`
              : badge(`${property.reachedSeq} of ${property.eventSeq}`, 'busy'),
            momentText(property.lastFetchedAt),
            property.logId
              ? h('a', { href: `#/webhooks/${encodeURIComponent(property.logId)}` }, 'Log')
              : undefined,
          ],
        }),
        'No property here.',
      ),
      shown.length > mostShown &&
        h('p', { class: 'quiet' }, `The first ${mostShown} of ${shown.length} are shown.`),
    ];
  },
};

/** @param {readonly PropertyResponse[]} properties */
function progress(properties) {
  const reconciled = properties.filter(isReconciled).length;
  const failing = properties.filter(({ lastError }) => lastError).length;
  const text = `${reconciled} of ${countText(properties.length, 'property', 'properties')} up to date`;
  return h(
    'div',
    { class: 'progress' },
    h('label', { for: 'ingest' }, text, failing > 0 && `, ${failing} with an error`),
    h('progress', { id: 'ingest', max: Math.max(properties.length, 1), value: reconciled }),
  );
}

/**
 * @param {readonly ClientResponse[]} clients
 * @param {Stage<PropertiesState>} stage
 */
function clientChoice(clients, { state, set }) {
  /** @param {Event} event */
  const onchange = (event) => {
    if (event.currentTarget instanceof HTMLSelectElement) set({ clientId: event.currentTarget.value });
  };
  return h(
    'label',
    { class: 'field' },
    h('span', {}, 'Company'),
    h(
      'select',
      { onchange },
      h('option', { value: '' }, 'All'),
      clients.map(({ id, cid, companyName }) =>
        h('option', { value: id, selected: id === state.clientId }, companyName || `Company ${cid}`),
      ),
    ),
  );
}

/**
 * @param {readonly PropertyResponse[]} properties
 * @param {Stage<PropertiesState>} stage
 */
function stateTabs(properties, { state, set }) {
  /** @type {readonly (PropertyResponse['state'] | 'all')[]} */
  const tabs = ['all', 'pending', 'active', 'suspended', 'inactive'];
  return h(
    'div',
    { class: 'tabs', role: 'group', 'aria-label': 'State' },
    tabs.map((tab) => {
      const count = properties.filter((property) => tab === 'all' || property.state === tab).length;
      const text = tab === 'all' ? 'All' : states[tab][0];
      return h(
        'button',
        {
          type: 'button',
          'aria-pressed': tab === state.state ? 'true' : 'false',
          onclick: () => set({ state: tab }),
        },
        `${text} ${count}`,
      );
    }),
  );
}
