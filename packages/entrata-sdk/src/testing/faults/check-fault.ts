import { checkFields, type Fields, record } from '../option-checks.js';
import type { Fault, FaultScript } from './fault.js';

type Kind = Fault['kind'];
type FieldsOf<K extends Kind> = Fields<Omit<Extract<Fault, { kind: K }>, 'kind'>>;

/** A timer that is set for longer fires at once. */
const longestMs = 2 ** 31 - 1;

const faultFields: { readonly [K in Kind]: FieldsOf<K> } = {
  delay: { ms: longestMs, afterCommit: 'flag' },
  reset: {},
  cut_body: { bytes: Number.MAX_SAFE_INTEGER },
  slow_body: { ms: longestMs },
  endless_body: {},
  status: { status: 599, retryAfter: 'any text', body: 'any text' },
  redirect: { location: 'text', status: 599 },
  html: { status: 599 },
  error: { code: Number.MAX_SAFE_INTEGER, message: 'any text' },
  lose_reply: {},
};

const scriptFields: Fields<FaultScript> = {
  fault: 'record',
  method: 'text',
  propertyId: 'text',
  subdomain: 'text',
  times: Number.POSITIVE_INFINITY,
  skip: Number.MAX_SAFE_INTEGER,
  when: 'function',
};

/** What each kind of fault cannot do without. */
const needed: { readonly [K in Kind]?: readonly string[] } = {
  delay: ['ms'],
  slow_body: ['ms'],
  status: ['status'],
  redirect: ['location'],
  error: ['code', 'message'],
};

/** Throws a TypeError or RangeError that names what makes no sense: a script that hits nothing would be a test of nothing. */
export function checkScript(script: FaultScript): FaultScript {
  checkFields('', script, scriptFields);
  const { kind, ...details } = record('fault', script.fault);
  if (!Object.hasOwn(faultFields, kind))
    throw new TypeError(`fault.kind must be ${Object.keys(faultFields).join(' or ')}`);
  checkFields<object>('fault', details, faultFields[kind]);
  for (const name of needed[kind] ?? []) {
    if (details[name as keyof typeof details] === undefined) throw new TypeError(`fault.${name} is missing`);
  }
  return script;
}
