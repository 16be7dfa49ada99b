import { invalidInput } from '../core/errors.js';
import { omitUndefined } from '../core/omit-undefined.js';
import { functionOrNone, group, oneOf, refuseOthers, text, wholeNumber } from '../core/option-checks.js';
import { checkPath } from './host-template.js';
import type { IlsWire } from './invented-ils-wire.js';
import type { MonthFormat, TourRange, WireMethod } from './method.js';
import {
  type CalendarMethodName,
  type StandardMethodName,
  type StandardMethods,
  standardMethods,
  type WireProfile,
} from './wire-profile.js';

type Fields = Readonly<Record<string, FieldKind>>;
type FieldKind = 'text' | 'function' | 'range' | 'date format';

const rangeFields = { maxDays: 'range', monthParam: 'range', monthFormat: 'range' } as const;
const calendarFields: { readonly [K in CalendarMethodName]: Fields } = {
  getCalendarAvailability: rangeFields,
  getCalendarWindows: rangeFields,
};

/** The documented methods, with the caller's overrides. Throws `invalid_input` naming the override. */
export function mergeMethods(field: string, overrides: WireProfile['methods']): StandardMethods {
  const given = group(field, overrides);
  refuseOthers(field, given, standardMethods);
  const merged: Partial<Record<StandardMethodName, WireMethod & TourRange>> = {};
  for (const name of Object.keys(standardMethods) as StandardMethodName[]) {
    const own = calendarFields[name as CalendarMethodName] ?? {};
    const override = omitUndefined({ ...group(`${field}.${name}`, given[name] as Partial<WireMethod>) });
    merged[name] = checkMethod(`${field}.${name}`, { ...standardMethods[name], ...override }, own);
  }
  // Each name was merged just now.
  return merged as StandardMethods;
}

type OwnFields<K extends keyof IlsWire> = Exclude<keyof Required<NonNullable<IlsWire[K]>>, keyof WireMethod>;

/** What an ILS profile says about its calls besides what each method has. */
const ilsFields: { readonly [K in keyof Required<IlsWire>]: Readonly<Record<OwnFields<K>, FieldKind>> } = {
  approveProperty: {
    propertyIdParam: 'text',
    decisionParam: 'text',
    approvedValue: 'text',
    readAnswer: 'function',
  },
  getTourAvailability: {
    propertyIdParam: 'text',
    tourTypeParam: 'text',
    fromParam: 'text',
    toParam: 'text',
    dateFormat: 'date format',
    ...rangeFields,
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

/** Parts that a surface may do without: what they would bring is then missing, and nothing else is. */
const optionalCalls: ReadonlySet<string> = new Set<keyof IlsWire>([
  'getUnitsAvailabilityAndPricing',
  'getFloorPlans',
  'getLeadPickLists',
]);

/** The calls that a profile would have to name and does not. */
export function missingIlsCalls(ils: IlsWire | undefined): string[] {
  const given: Partial<IlsWire> = ils ?? {};
  const needed = (Object.keys(ilsFields) as (keyof IlsWire)[]).filter((name) => !optionalCalls.has(name));
  return needed.filter((name) => given[name] === undefined);
}

/** What a month replaces. */
const daysOnly = ['fromParam', 'toParam', 'dateFormat'] as const;

/** Names of which two that are alike would write one over the other. */
const distinctFields: { readonly [K in keyof IlsWire]?: readonly string[] } = {
  approveProperty: ['propertyIdParam', 'decisionParam'],
  getTourAvailability: ['propertyIdParam', 'tourTypeParam', 'fromParam', 'toParam', 'monthParam'],
  sendLeads: ['slotDateField', 'slotTimeField'],
};

/**
 * An ILS profile. A call that it lacks is one that has no known place at Entrata. Throws `invalid_input` naming the part that
 * makes no sense: the parameter name `undefined` would be sent as one.
 */
export function checkIlsWire(field: string, given: IlsWire): IlsWire {
  const profile = group(field, given);
  refuseOthers(field, profile, ilsFields);
  const checked: Partial<Record<keyof IlsWire, WireMethod>> = {};
  for (const name of Object.keys(ilsFields) as (keyof IlsWire)[]) {
    const wire: WireMethod | undefined = profile[name];
    if (wire == null) continue;
    const at = `${field}.${name}`;
    const method: Record<string, unknown> = omitUndefined({ ...group(at, wire) });
    const fields: Record<string, FieldKind> = { ...ilsFields[name] };
    if (method.monthParam != null) {
      text(`${at}.monthParam`, method.monthParam as string);
      for (const day of daysOnly) {
        if (method[day] != null) throw invalidInput(`${at}.${day}`, 'has no place beside monthParam');
        delete fields[day];
      }
    }
    // What the method has to have is looked at by its fields.
    checked[name] = checkMethod(at, method as Partial<WireMethod>, fields);
    refuseTwins(at, method, distinctFields[name] ?? []);
  }
  // Each part was checked against the fields that its type has.
  return checked as IlsWire;
}

function refuseTwins(at: string, method: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const seen = new Map<unknown, string>();
  for (const name of names) {
    const value = method[name];
    if (value == null) continue;
    const twin = seen.get(value);
    if (twin !== undefined) throw invalidInput(`${at}.${name}`, `must differ from ${twin}`);
    seen.set(value, name);
  }
}

function checkField(field: string, value: unknown, kind: FieldKind): void {
  if (kind === 'function') functionOrNone(field, value);
  else if (kind === 'text') text(field, value as string);
  else if (kind === 'date format') oneOf(field, value as string, ['MM/DD/YYYY', 'YYYY-MM-DD']);
}

const monthFormats: readonly MonthFormat[] = ['MM-YYYY', 'MM/YYYY', 'YYYY-MM'];
// Longer than the longest range that may be asked for makes no difference.
const mostDays = 366;

function checkRange(at: string, { maxDays, monthParam, monthFormat }: TourRange): void {
  if (monthParam != null) text(`${at}.monthParam`, monthParam);
  if (maxDays != null) {
    wholeNumber(`${at}.maxDays`, maxDays, [1, mostDays]);
    if (monthParam != null) throw invalidInput(`${at}.maxDays`, 'has no place beside monthParam');
  }
  if (monthFormat != null) {
    oneOf(`${at}.monthFormat`, monthFormat, monthFormats);
    if (monthParam == null) throw invalidInput(`${at}.monthFormat`, 'needs monthParam beside it');
  }
}

/** Where a method is and what it is called. `at` gives the place of a field, for the error. */
export function checkNames(
  at: (field: string) => string,
  { service, path, method, version }: { readonly [K in keyof WireMethod]?: WireMethod[K] | undefined },
): WireMethod {
  // It becomes the last part of the URL.
  if (typeof service !== 'string' || !/^[\w-]+(?:\/[\w-]+)*$/.test(service)) {
    throw invalidInput(at('service'), 'must be a name such as leads');
  }
  if (path != null && checkPath(at('path'), path) === '') {
    throw invalidInput(at('path'), 'must be a path such as /api/v1/leads');
  }
  if (version != null && !(typeof version === 'string' && /^[^\s\p{C}]*$/u.test(version))) {
    throw invalidInput(at('version'), 'must be a text such as r1');
  }
  if (!/^[^\s\p{C}]*$/u.test(text(at('method'), method as string))) {
    throw invalidInput(at('method'), 'must be a name such as getLeads');
  }
  return omitUndefined({
    service,
    path: path ?? undefined,
    method: method as string,
    version: version ?? undefined,
  });
}

/** A method with fields of its own, copied, so that what changes in the caller's object later changes no call. */
function checkMethod<T extends WireMethod>(field: string, given: Partial<T>, own: Fields): T {
  const { service, path, method, version, params, read, ...rest } = given as Partial<WireMethod>;
  const names = checkNames((name) => `${field}.${name}`, { service, path, method, version });
  const extra: Readonly<Record<string, unknown>> = rest;
  refuseOthers(field, extra, own);
  for (const [key, kind] of Object.entries(own)) checkField(`${field}.${key}`, extra[key], kind);
  checkRange(field, extra);
  const checked = omitUndefined({
    ...names,
    params: functionOrNone(`${field}.params`, params),
    read: functionOrNone(`${field}.read`, read),
    ...extra,
  });
  // Its own fields were checked one by one.
  return checked as unknown as T;
}
