import {
  demoLeadSources,
  eventResults,
  eventSubTypes,
  eventTypes,
  leadStatuses,
} from '../companies/pick-list-data.js';
import { idOf, idsOf, textOf } from '../protocol/wire-value.js';
import type { Method, MethodCall } from './method.js';

/** `getLeadPickLists` in either version. */
export const getLeadPickLists: Method = (call) =>
  call.version === 'r2' ? pickListsR2(call) : pickListsR1(call);

/**
 * r1: capitals, numbers for ids, properties keyed by id; the one with lead sources. The specification asks for
 * `propertyIds`, and clients for `propertyId`.
 */
const pickListsR1: Method = (call) => {
  const { state, company, params } = call;
  const ids = idsOf(params.propertyIds);
  const properties =
    ids.length > 0 ? ids.map((id) => state.directory.property(company, id)) : [askedProperty(call)];
  const sources = company.leadSources ?? demoLeadSources;
  const listsOf = (id: string) => ({
    '@attributes': { Id: idOf(id) },
    LeasingAgents: { LeasingAgent: [{ '@attributes': { name: 'Leasing Office', Id: '1' } }] },
    LeadSources: {
      LeadSource: sources.map((source) => ({
        '@attributes': { name: source.name, Id: Number(source.id), WebVisible: 1 },
      })),
    },
  });
  return {
    result: {
      Property: Object.fromEntries(properties.map(({ id }) => [id, listsOf(id)])),
      EventTypes: { EventType: eventTypes.map(attributesR1) },
      EventResults: { EventResult: eventResults.map(({ id, name }) => ({ name, Id: Number(id) })) },
      LeadStatuses: { LeadStatus: leadStatuses.map(attributesR1) },
    },
  };
};

/** r2: lower camel case, text for ids, no lead sources. */
const pickListsR2: Method = (call) => {
  const { id, name } = askedProperty(call);
  return {
    result: {
      property: { '@attributes': { id, name } },
      eventTypes: { eventType: eventTypes.map(attributesR2) },
      eventSubTypes: { eventSubType: eventSubTypes.map(attributesR2) },
      eventResults: { eventResult: eventResults.map(attributesR2) },
      leadStatuses: { leadStatus: leadStatuses.map(attributesR2) },
      psProducts: { psProduct: [] },
      listItemTypes: { listItemType: [] },
      customerRelationshipTypes: {
        customerRelationshipType: [{ '@attributes': { id: '1', name: 'Primary' } }],
      },
    },
  };
};

function askedProperty({ state, company, params }: MethodCall) {
  return state.directory.property(company, textOf(params.propertyId));
}

function attributesR1({ id, name }: { readonly id: string; readonly name: string }): object {
  return { '@attributes': { name, Id: Number(id) } };
}

function attributesR2(item: object): object {
  return { '@attributes': item };
}
