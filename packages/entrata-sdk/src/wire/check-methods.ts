import { invalidInput } from '../core/errors.js';
import { omitUndefined } from '../core/omit-undefined.js';
import { functionOrNone, group, refuseOthers, refuseUnknown, text } from '../core/option-checks.js';
import { type Endpoints, type StandardMethodName, standardMethods } from './endpoints.js';
import type { IlsWire } from './invented-ils-wire.js';
import type { WireMethod } from './method.js';

/** The documented methods, with the caller's overrides. Throws `invalid_input` naming the override. */
export function mergeMethods(
  field: string,
  overrides: Endpoints['methods'],
): Readonly<Record<StandardMethodName, WireMethod>> {
  const given = group(field, overrides);
  refuseOthers(field, given, standardMethods);
  const merged = { ...standardMethods };
  for (const name of Object.keys(standardMethods) as StandardMethodName[]) {
    const { service, method, version, params, ...unknown } = group(`${field}.${name}`, given[name]);
    refuseUnknown(`${field}.${name}`, unknown);
    const override = omitUndefined({ service, method, version, params });
    merged[name] = checkMethod(`${field}.${name}`, { ...standardMethods[name], ...override });
  }
  return merged;
}

type OwnFields<K extends keyof IlsWire> = Exclude<keyof NonNullable<IlsWire[K]>, keyof WireMethod>;
type FieldKind = 'text' | 'function' | 'date format';

/** What an ILS profile says about its calls besides their service, method and version. */
const ilsFields: { readonly [K in keyof Required<IlsWire>]: Readonly<Record<OwnFields<K>, FieldKind>> } = {
  approveProperty: {
    propertyIdParam: 'text',
    decisionParam: 'text',
    approvedValue: 'text',
    readAnswer: 'function',
  },
  getTourAvailability: {
    propertyIdParam: 'text',
    fromParam: 'text',
    toParam: 'text',
    tourTypeParam: 'text',
    dateFormat: 'date format',
  },
  sendLeads: { slotDateField: 'text', slotTimeField: 'text' },
  getProperties: {},
  getMitsPropertyUnits: {},
  getLeads: {},
  getLeadEvents: {},
  updateLeads: {},
  getUnitsAvailabilityAndPricing: {},
  getFloorPlans: {},
  getLeadPickLists: {},
};

/**
 * An ILS profile. A call that it lacks is one that has no known place at Entrata. Throws `invalid_input` naming the part that
 * makes no sense: the parameter name `undefined` would be sent as one.
 */
export function checkIlsWire(field: string, given: IlsWire): IlsWire {
  const profile = group(field, given);
  refuseOthers(field, profile, ilsFields);
  for (const [name, fields] of Object.entries<Readonly<Record<string, FieldKind>>>(ilsFields)) {
    const wire: WireMethod | undefined = profile[name as keyof IlsWire];
    if (wire == null) continue;
    const at = `${field}.${name}`;
    const { service, method, version, params, ...rest } = group(at, wire);
    checkMethod(at, { service, method, version, params });
    const own: Readonly<Record<string, unknown>> = rest;
    refuseOthers(at, own, fields);
    for (const [key, kind] of Object.entries(fields)) checkField(`${at}.${key}`, own[key], kind);
  }
  return given;
}

function checkField(field: string, value: unknown, kind: FieldKind): void {
  if (kind === 'function') functionOrNone(field, value);
  else if (kind === 'text') text(field, value as string);
  else if (value !== 'MM/DD/YYYY' && value !== 'YYYY-MM-DD') {
    throw invalidInput(field, 'must be MM/DD/YYYY or YYYY-MM-DD');
  }
}

function checkMethod(
  field: string,
  { service, method, version, params }: { readonly [K in keyof WireMethod]?: WireMethod[K] | undefined },
): WireMethod {
  // It becomes the last part of the URL.
  if (typeof service !== 'string' || !/^[\w-]+(?:\/[\w-]+)*$/.test(service)) {
    throw invalidInput(`${field}.service`, 'must be a name such as leads');
  }
  if (version != null && typeof version !== 'string') {
    throw invalidInput(`${field}.version`, 'must be a text such as r1');
  }
  return omitUndefined({
    service,
    method: text(`${field}.method`, method as string),
    version: version ?? undefined,
    params: functionOrNone(`${field}.params`, params),
  });
}
