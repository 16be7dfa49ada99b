import { z } from 'zod';
import { callMethod, standardMethod } from '../call/call-method.js';
import type { Target } from '../call/context.js';
import type { CallOptions } from '../options.js';
import { idCheck } from '../wire/checks.js';
import { nameOr, readId, readList, readNode, readProse, type WireRecord } from '../wire/readers.js';
import { resultReader } from '../wire/result-reader.js';
import type { LeadPickLists, PickListItem } from './lead.js';

const method = 'getLeadPickLists';

/** `leads/getLeadPickLists`: r1 by default, r2 when the method is overridden so. */
export async function getLeadPickLists(
  target: Target,
  { propertyId }: { readonly propertyId: string },
  call?: CallOptions,
): Promise<LeadPickLists> {
  const params = { propertyId: idCheck(target.context.wire.ids, method)('propertyId', propertyId) };
  const wire = standardMethod(target, 'getLeadPickLists', method);
  const read = (result: unknown) => decodePickLists(result, propertyId);
  return callMethod(target, { method, wire, params, safety: 'read', readsList: true }, read, call);
}

const readLists = resultReader(z.unknown().transform((result) => readNode(result) ?? {}));

/**
 * Reads r1 (`EventTypes.EventType[]`, the property's lists in an object keyed by its id) and r2
 * (`eventTypes.eventType[]`) alike.
 */
export function decodePickLists(result: unknown, propertyId: string): LeadPickLists {
  const root = readLists(result, method);
  const properties = root.Property ?? root.property;
  const own = readNode(readNode(properties)?.[propertyId]) ?? readNode(properties) ?? {};
  return {
    leadSources: items(own, 'LeadSource'),
    leasingAgents: items(own, 'LeasingAgent'),
    eventTypes: items(root, 'EventType'),
    eventSubtypes: items(root, 'EventSubType'),
    eventResults: items(root, 'EventResult'),
    leadStatuses: items(root, 'LeadStatus', 'LeadStatuses'),
  };
}

function items(node: WireRecord, name: string, plural = `${name}s`): PickListItem[] {
  const list = readNode(node[plural] ?? node[lowerFirst(plural)]);
  return readList(list?.[name] ?? list?.[lowerFirst(name)]).flatMap((item) => {
    const id = readId(item.id ?? item.Id);
    return id === undefined ? [] : [{ id, name: nameOr(readProse(item.name), id) }];
  });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
