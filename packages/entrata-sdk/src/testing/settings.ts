import { checkWireProfile } from '../profile/check-profile.js';
import { type IlsWire, inventedIlsWire } from '../profile/invented-ils-wire.js';
import type { WireProfile } from '../profile/wire-profile.js';
import { checkCompanies } from './companies/check-companies.js';
import type { SandboxCompany } from './companies/company.js';
import { demoCompanies } from './companies/demo-companies.js';
import { flag, number, record, refuseOthers, text } from './option-checks.js';
import type { FakeEntrataOptions, SandboxClock } from './options.js';
import { type Quirks, quirkValues } from './protocol/quirks.js';
import type { QuotaLimits } from './protocol/quota.js';

/** A profile with an ILS wire. */
export type SandboxWire = WireProfile & { readonly ils: IlsWire };

/** The options of a sandbox, checked and completed. */
export interface SandboxSettings {
  readonly companies: readonly SandboxCompany[];
  readonly oauth: { readonly clientId: string; readonly clientSecret: string };
  readonly clock: SandboxClock;
  /** As it was given, checked; `ils` is always there. Its other defaults are the sandbox's own, lest a wrong one be shared. */
  readonly wire: SandboxWire;
  readonly codeLifeSeconds: number;
  readonly tokenLifeSeconds: number;
  /** Undefined: any number of calls, and no headers about them. */
  readonly quota: QuotaLimits | undefined;
  readonly quirks: Quirks;
  readonly journalLimit: number;
  readonly horizonDays: number;
}

// Ten thousand years: a client has to bear such a token.
const longestLifeSeconds = 315_576_000_000;

/**
 * Throws, naming the option: a `RangeError` for a number with which the sandbox could not work, or would never end, a
 * `TypeError` for anything else that makes no sense and for a name that is no option.
 */
export function resolveSettings(options: FakeEntrataOptions): SandboxSettings {
  const {
    companies,
    oauth,
    clock,
    wire,
    codeLifeSeconds,
    tokenLifeSeconds,
    quota,
    quirks,
    journalLimit,
    horizonDays,
    ...unknown
  } = record('options', options);
  refuseOthers('', unknown, {});
  return {
    companies: checkCompanies(companies ?? demoCompanies()),
    oauth: credentials(oauth),
    clock: checkClock(clock ?? { now: () => Date.now() }),
    wire: checkWire(wire ?? {}),
    // Codes are short-lived (RFC 6749, 4.1.2: ten minutes at most).
    codeLifeSeconds: number('codeLifeSeconds', codeLifeSeconds ?? 120, longestLifeSeconds),
    // Ten years: no public source names a lifetime, and hardly a test is about it.
    tokenLifeSeconds: number('tokenLifeSeconds', tokenLifeSeconds ?? 315_360_000, longestLifeSeconds),
    quota: quota === undefined ? undefined : checkQuota(quota),
    quirks: checkQuirks(quirks ?? {}),
    // Enough for any test; a sandbox that serves for days must not grow.
    journalLimit: number('journalLimit', journalLimit ?? 10_000, 10_000_000),
    // As many days as one request for slots may ask for.
    horizonDays: number('horizonDays', horizonDays ?? 60, 3_660),
  };
}

function credentials(given: FakeEntrataOptions['oauth']): SandboxSettings['oauth'] {
  const { clientId, clientSecret, ...unknown } =
    given === undefined
      ? { clientId: 'demo.sandbox', clientSecret: 'sandbox-secret' }
      : record('oauth', given);
  refuseOthers('oauth', unknown, {});
  return {
    clientId: text('oauth.clientId', clientId),
    clientSecret: text('oauth.clientSecret', clientSecret),
  };
}

function checkWire(given: WireProfile): SandboxWire {
  const profile = { ...record('wire', given), ils: given.ils ?? inventedIlsWire };
  try {
    checkWireProfile('wire', profile, { allowGlobalHosts: true, allowInsecureLoopback: true });
    return profile;
  } catch (error) {
    throw new TypeError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function checkClock(clock: SandboxClock): SandboxClock {
  if (typeof clock?.now === 'function') return clock;
  throw new TypeError('clock must have a function now()');
}

function checkQuota(given: QuotaLimits): QuotaLimits {
  const { perMinute, perHour, perDay, sendsRetryAfter, resetsAt, ...unknown } = record('quota', given);
  refuseOthers('quota', unknown, {});
  for (const [name, value] of Object.entries({ perMinute, perHour, perDay })) {
    if (value !== undefined) number(`quota.${name}`, value, Number.MAX_SAFE_INTEGER);
  }
  if (sendsRetryAfter !== undefined) flag('quota.sendsRetryAfter', sendsRetryAfter);
  if (resetsAt !== undefined && resetsAt !== 'epoch') throw new TypeError('quota.resetsAt must be epoch');
  return given;
}

function checkQuirks(given: Quirks): Quirks {
  refuseOthers('quirks', record('quirks', given), quirkValues);
  for (const [name, values] of Object.entries<readonly unknown[]>(quirkValues)) {
    const value: unknown = given[name as keyof Quirks];
    if (value === undefined) continue;
    if (values[0] === true) flag(`quirks.${name}`, value);
    else if (!values.includes(value)) throw new TypeError(`quirks.${name} must be ${values.join(' or ')}`);
  }
  return given;
}
