import { invalidInput } from '../core/errors.js';
import { group } from '../core/option-checks.js';
import { secret } from '../core/secret.js';
import { checkWebhookWire, upperCase } from '../profile/check-webhook-wire.js';
import { checkIdPattern, isId } from '../profile/ids.js';
import type { CheckedWebhookWire, WebhookParameterNames } from '../profile/webhook-wire.js';
import { isDnsLabel } from '../wire/subdomain.js';
import { decodeValue, type QueryParameter, rawQueryOf, splitQuery } from './query.js';
import type { EntrataWebhook, ParseWebhookOptions } from './webhook.js';

const method = 'parseWebhook';

type Field = keyof WebhookParameterNames;

// A second value of one of these could make two readers see two different senders.
const identity: ReadonlySet<Field> = new Set<Field>([
  'cid',
  'requestType',
  'propertyId',
  'subdomain',
  'authCode',
]);

/**
 * Reads Entrata's call from its raw query or URL (`req.url` of node:http; `new URL().search` is no
 * longer raw). Which parameters a request type needs is left to the caller. Names and other texts that decide nothing
 * are cut (255 characters, `apiLocation` 2,048).
 *
 * @example
 * ```ts
 * const { cid, requestType, authCode } = parseWebhook('/hook?cid=4101&request_type=ACTIVATION&auth_code=abc%3D');
 * console.log(cid, requestType, String(authCode)); // 4101 ACTIVATION [secret]
 * ```
 * @throws EntrataError `invalid_input`, naming the parameter that is repeated, broken, too long or no id, or the option
 * that makes no sense.
 */
export function parseWebhook(rawUrlOrQuery: string, options: ParseWebhookOptions = {}): EntrataWebhook {
  if (typeof rawUrlOrQuery !== 'string') throw invalidInput('rawUrlOrQuery', 'must be a text', method);
  const { ids, ...wire } = group('options', options);
  return readWebhook(rawUrlOrQuery, checkWebhookWire('', wire), checkIdPattern('ids', ids));
}

/** The same, by a wire that is checked already. */
export function readWebhook(rawUrlOrQuery: string, wire: CheckedWebhookWire, ids: RegExp): EntrataWebhook {
  const rawQuery = rawQueryOf(rawUrlOrQuery);
  const parameters = splitQuery(rawQuery);
  const get = (field: Field) => readParameter(parameters, wire.parameters[field], field);

  const cid = checked('cid', get('cid'), (text) => isId(text, ids));
  const propertyId = checked('propertyId', get('propertyId'), (text) => isId(text, ids));
  const subdomain = checked('subdomain', get('subdomain')?.toLowerCase(), isDnsLabel);
  const requestType = upperCase(get('requestType') ?? '') || undefined;
  const authCode = get('authCode');
  const isSsoLanding = authCode !== undefined && cid === undefined && requestType === undefined;
  const webhook: { -readonly [K in keyof EntrataWebhook]: EntrataWebhook[K] } = {
    kind: isSsoLanding ? 'sso_landing' : 'webhook',
    rawQuery,
  };
  if (cid !== undefined) webhook.cid = cid;
  if (requestType !== undefined) webhook.requestType = requestType;
  const action = requestType === undefined ? undefined : wire.requestTypes.get(requestType);
  if (action !== undefined) webhook.action = action;
  if (propertyId !== undefined) webhook.propertyId = propertyId;
  if (propertyId !== undefined) webhook.scope = 'property';
  else if (requestType !== undefined && wire.clientEvents.has(requestType)) webhook.scope = 'client';
  if (subdomain !== undefined) webhook.subdomain = subdomain;
  if (authCode !== undefined) webhook.authCode = secret(authCode);
  for (const field of ['companyName', 'apiLocation', 'occupancyType', 'feedType', 'referrer'] as const) {
    const value = get(field);
    if (value !== undefined) webhook[field] = value;
  }
  return webhook;
}

/** Texts that decide nothing: a long one is cut, since the code beside it is good for one try. */
const sideTexts: ReadonlySet<Field> = new Set<Field>([
  'companyName',
  'apiLocation',
  'occupancyType',
  'feedType',
  'referrer',
]);

const maxLength: Readonly<Partial<Record<Field, number>>> = {
  authCode: 4096,
  apiLocation: 2048,
  requestType: 64,
};

function readParameter(
  parameters: readonly QueryParameter[],
  names: readonly string[],
  field: Field,
): string | undefined {
  const given = parameters.filter(({ name }) => names.includes(name));
  if (given.length > 1 && identity.has(field)) throw invalidInput(field, 'is given more than once', method);
  const rawValue = given[0]?.rawValue;
  if (rawValue === undefined) return undefined;
  const decoded = field === 'authCode' ? decodeCode(rawValue) : decodeValue(rawValue, ' ')?.trim();
  if (decoded === undefined) throw invalidInput(field, 'holds a broken percent escape', method);
  if (/[\p{Cc}\p{Cs}]/u.test(decoded)) throw invalidInput(field, 'holds a control character', method);
  const most = maxLength[field] ?? 255;
  if (decoded.length > most && !sideTexts.has(field)) throw invalidInput(field, 'is too long', method);
  // Half of the last character is none.
  const text = decoded.length > most ? decoded.slice(0, most).replace(/[\ud800-\udbff]$/, '') : decoded;
  return text === '' ? undefined : text;
}

// A code is base64: each `+` of it may come bare, escaped, or as a space from something in between.
function decodeCode(rawValue: string): string | undefined {
  return decodeValue(rawValue, '+')?.replaceAll(' ', '+');
}

function checked(
  field: Field,
  value: string | undefined,
  isValid: (value: string) => boolean,
): string | undefined {
  if (value !== undefined && !isValid(value))
    throw invalidInput(field, 'is not of the form Entrata uses', method);
  return value;
}
