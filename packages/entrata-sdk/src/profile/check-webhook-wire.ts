import { invalidInput } from '../core/errors.js';
import { omitUndefined } from '../core/omit-undefined.js';
import { group, oneOf, refuseOthers, refuseUnknown } from '../core/option-checks.js';
import type {
  CheckedWebhookWire,
  WebhookAction,
  WebhookMethod,
  WebhookParameterNames,
  WebhookWire,
} from './webhook-wire.js';

// `feed_type` is a guess; the others were read by another partner's working code.
const defaultParameters: WebhookParameterNames = {
  cid: ['cid'],
  requestType: ['request_type'],
  propertyId: ['property_id'],
  subdomain: ['subdomain'],
  companyName: ['company_name'],
  authCode: ['auth_code'],
  apiLocation: ['api_location'],
  occupancyType: ['occupancy_type'],
  feedType: ['feed_type'],
  referrer: ['referrer'],
};

/** What says whose webhook it is, and about what. */
const identity: readonly string[] = [
  'cid',
  'requestType',
  'propertyId',
] satisfies (keyof WebhookParameterNames)[];

/** The request types that are known; Entrata's list is open. */
const defaultRequestTypes: readonly (readonly [string, WebhookAction])[] = [
  ['ACTIVATION', 'activate'],
  ['SUSPENDED', 'suspend'],
  ['CHANGE_FEED_TYPE', 'change_feed_type'],
];

const actions: readonly WebhookAction[] = ['activate', 'suspend', 'deactivate', 'change_feed_type', 'ignore'];
const methods: readonly WebhookMethod[] = ['GET', 'POST'];

/** How webhooks are written. Throws `invalid_input` naming the part that makes no sense; `field` may be empty. */
export function checkWebhookWire(field: string, given: WebhookWire | undefined): CheckedWebhookWire {
  const { methods, parameters, requestTypes, clientEvents, ...unknown } = group(field || 'options', given);
  refuseUnknown(field, unknown);
  const at = (name: string) => (field === '' ? name : `${field}.${name}`);
  return {
    methods: checkMethods(at('methods'), methods ?? ['GET']),
    parameters: checkParameters(at('parameters'), parameters),
    requestTypes: checkRequestTypes(at('requestTypes'), requestTypes),
    clientEvents: new Set(typeNames(at('clientEvents'), clientEvents ?? [])),
  };
}

function checkMethods(field: string, given: readonly WebhookMethod[]): readonly WebhookMethod[] {
  if (!Array.isArray(given) || given.length === 0)
    throw invalidInput(field, 'must be a list of GET and POST');
  return [...new Set(given)].map((method) => oneOf(field, method, methods));
}

function checkParameters(field: string, given: WebhookWire['parameters']): WebhookParameterNames {
  const own = omitUndefined(group(field, given));
  refuseOthers(field, own, defaultParameters);
  const merged = { ...defaultParameters, ...own };
  const owners = new Map<string, string>();
  for (const [name, aliases] of Object.entries<unknown>(merged)) {
    if (!isListOfNames(aliases)) throw invalidInput(`${field}.${name}`, 'must be a list of parameter names');
    if (aliases.length === 0 && identity.includes(name))
      throw invalidInput(`${field}.${name}`, 'must hold a name: no webhook could be read without it');
    for (const alias of aliases) {
      const owner = owners.get(alias);
      if (owner !== undefined && owner !== name) {
        throw invalidInput(`${field}.${name}`, `must differ from ${owner}: ${alias} cannot mean both`);
      }
      owners.set(alias, name);
    }
  }
  return merged;
}

const isListOfNames = (given: unknown): given is string[] =>
  Array.isArray(given) && given.every((name) => typeof name === 'string' && name !== '');

function checkRequestTypes(
  field: string,
  given: WebhookWire['requestTypes'],
): ReadonlyMap<string, WebhookAction> {
  const types = new Map(defaultRequestTypes);
  const seen = new Set<string>();
  for (const [name, action] of Object.entries(group(field, given))) {
    if (action === undefined) continue;
    const type = upperCase(name);
    if (type === '') throw invalidInput(field, 'must hold names of request types');
    if (seen.has(type)) throw invalidInput(`${field}.${name}`, 'is given in another letter case as well');
    seen.add(type);
    types.set(type, oneOf(`${field}.${name}`, action, actions));
  }
  return types;
}

function typeNames(field: string, given: readonly string[]): string[] {
  if (Array.isArray(given) && given.every((name) => typeof name === 'string' && name.trim() !== '')) {
    return given.map(upperCase);
  }
  throw invalidInput(field, 'must be a list of request types');
}

/** How a request type is compared: `Suspended` and `SUSPENDED` are one. */
export function upperCase(requestType: string): string {
  return requestType.trim().toUpperCase();
}
