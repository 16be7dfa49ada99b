import { invalidInput } from '../core/errors.js';
import { functionOrNone, group, oneOf, refuseUnknown, text } from '../core/option-checks.js';
import { checkIlsWire, mergeMethods } from './check-methods.js';
import { checkWebhookWire } from './check-webhook-wire.js';
import { checkHostTemplate, checkPath, type HostPolicy } from './host-template.js';
import { checkIdPattern } from './ids.js';
import type { IlsWire } from './invented-ils-wire.js';
import { checkNothingFound, type SaysNothing } from './nothing-found.js';
import type { CheckedWebhookWire } from './webhook-wire.js';
import {
  defaultHosts,
  defaultPaths,
  defaultReauthorizeCodes,
  type SlotEncoding,
  type StandardMethods,
  type TokenWire,
  type WireHosts,
  type WirePaths,
  type WireProfile,
} from './wire-profile.js';

/** A wire profile, checked and completed. Its objects are copies: what changes in the caller's later changes no call. */
export interface CheckedWire {
  readonly hosts: Required<WireHosts>;
  readonly paths: Required<WirePaths>;
  readonly ils: IlsWire | undefined;
  readonly methods: StandardMethods;
  readonly calendarDateFormat: 'MM/DD/YYYY' | 'YYYY-MM-DD';
  /** Undefined: `text` on the ILS surface, `clock` elsewhere. */
  readonly slotEncoding: SlotEncoding | undefined;
  readonly reauthorizeCodes: ReadonlySet<number>;
  readonly saysNothing: SaysNothing;
  readonly token: TokenWire & Required<Pick<TokenWire, 'method' | 'encoding'>>;
  readonly ids: RegExp;
  readonly webhook: CheckedWebhookWire;
}

/** Throws `invalid_input`, naming the place in the profile, for a value that makes no sense and for a name that is none. */
export function checkWireProfile(
  field: string,
  given: WireProfile | undefined,
  policy: Omit<HostPolicy, 'extraHosts'>,
): CheckedWire {
  const {
    hosts,
    extraHosts,
    paths,
    ils,
    methods,
    calendarDateFormat,
    slotEncoding,
    reauthorizeCodes,
    nothingFound,
    token,
    ids,
    webhook,
    ...unknown
  } = group(field, given);
  refuseUnknown(field, unknown);
  const at = (name: string) => `${field}.${name}`;
  const reauthorize = checkCodes(at('reauthorizeCodes'), reauthorizeCodes ?? defaultReauthorizeCodes);
  return {
    hosts: checkHosts(at('hosts'), hosts, {
      ...policy,
      extraHosts: checkExtraHosts(at('extraHosts'), extraHosts ?? []),
    }),
    paths: checkPaths(at('paths'), paths),
    ils: ils == null ? undefined : checkIlsWire(at('ils'), ils),
    methods: mergeMethods(at('methods'), methods),
    // Working clients send this one; Entrata's specification says the other.
    calendarDateFormat: oneOf(at('calendarDateFormat'), calendarDateFormat ?? 'MM/DD/YYYY', [
      'MM/DD/YYYY',
      'YYYY-MM-DD',
    ]),
    slotEncoding: checkSlotEncoding(at('slotEncoding'), slotEncoding),
    reauthorizeCodes: reauthorize,
    saysNothing: checkNothingFound(at('nothingFound'), nothingFound, reauthorize),
    token: checkToken(at('token'), token),
    ids: checkIdPattern(at('ids'), ids),
    webhook: checkWebhookWire(at('webhook'), webhook),
  };
}

function checkHosts(field: string, given: WireHosts | undefined, policy: HostPolicy): CheckedWire['hosts'] {
  const { client, gateway, token, ...unknown } = group(field, given);
  refuseUnknown(field, unknown);
  return {
    client: checkHostTemplate(`${field}.client`, client ?? defaultHosts.client, policy),
    gateway: checkHostTemplate(`${field}.gateway`, gateway ?? defaultHosts.gateway, policy),
    token: checkHostTemplate(`${field}.token`, token ?? defaultHosts.token, policy),
  };
}

// Two labels at least, the last one no number: no address, no name of this machine's own network.
const hostName =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/;

function checkExtraHosts(field: string, given: readonly string[]): ReadonlySet<string> {
  if (Array.isArray(given) && given.every((host) => typeof host === 'string' && hostName.test(host))) {
    return new Set<string>(given);
  }
  throw invalidInput(field, 'must be a list of names of hosts in lower case, such as proxy.example.com');
}

function checkPaths(field: string, given: WirePaths | undefined): CheckedWire['paths'] {
  const { ils, gateway, legacy, ...unknown } = group(field, given);
  refuseUnknown(field, unknown);
  return {
    ils: checkPath(`${field}.ils`, ils ?? defaultPaths.ils),
    gateway: checkPath(`${field}.gateway`, gateway ?? defaultPaths.gateway),
    legacy: checkPath(`${field}.legacy`, legacy ?? defaultPaths.legacy),
  };
}

function checkSlotEncoding(field: string, given: SlotEncoding | undefined): SlotEncoding | undefined {
  if (given == null) return undefined;
  if (typeof given === 'function' || given === 'text' || given === 'halves' || given === 'clock')
    return given;
  throw invalidInput(field, 'must be text, halves, clock or a function');
}

function checkCodes(field: string, given: readonly number[]): ReadonlySet<number> {
  if (!Array.isArray(given) || !given.every(Number.isSafeInteger))
    throw invalidInput(field, 'must be a list of whole numbers');
  // No new token helps against these: a good answer, a limit, a fault of Entrata's own.
  const other = given.find((code) => code === 200 || code === 429 || (code >= 500 && code < 600));
  if (other !== undefined) throw invalidInput(field, `must not hold ${other}, which says nothing of a token`);
  return new Set(given);
}

function checkToken(field: string, given: TokenWire | undefined): CheckedWire['token'] {
  const { method, version, encoding, body, read, ...unknown } = group(field, given);
  refuseUnknown(field, unknown);
  const hooks = { body: functionOrNone(`${field}.body`, body), read: functionOrNone(`${field}.read`, read) };
  return {
    method: text(`${field}.method`, method ?? 'getAccessToken'),
    ...(version == null ? {} : { version: text(`${field}.version`, version) }),
    encoding: oneOf(`${field}.encoding`, encoding ?? 'json', ['json', 'form']),
    ...(hooks.body && { body: hooks.body }),
    ...(hooks.read && { read: hooks.read }),
  };
}
