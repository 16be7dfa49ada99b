import type { SandboxCompany } from '../companies/company.js';
import type { Directory } from '../companies/directory.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Approval } from '../ledger/ledger-entry.js';
import type { Result } from '../protocol/envelope.js';
import type { Page } from '../protocol/paging.js';
import type { Quirks } from '../protocol/quirks.js';
import type { Surface } from '../protocol/route.js';
import type { WireObject } from '../protocol/wire-value.js';
import type { SandboxWire } from '../settings.js';
import type { Calendar } from '../tours/calendar.js';
import type { WallClocks } from '../tours/wall-clock.js';

/** What Entrata knows; methods read and change it. */
export interface SandboxState {
  readonly directory: Directory;
  readonly calendar: Calendar;
  readonly clocks: WallClocks;
  readonly ledger: Ledger;
  readonly approvals: Approval[];
  readonly wire: SandboxWire;
  readonly quirks: Quirks;
  /** A number that was not given before, for lead, person and event ids. */
  nextId(): number;
}

/** One call of a method, its credentials already checked. */
export interface MethodCall {
  readonly state: SandboxState;
  readonly surface: Surface;
  readonly company: SandboxCompany;
  readonly params: WireObject;
  readonly version: string;
  readonly page: Page | undefined;
  readonly nowMs: number;
  /** Scheme and host of the request, for links. */
  readonly origin: string;
}

/** What a method answers; `code` is `response.code`, 200 unless records failed. */
export interface MethodAnswer extends Result {
  /** Records on all pages, for paged methods. */
  readonly total?: number;
}

/** Answers a call, or throws a `Refusal`. */
export type Method = (call: MethodCall) => MethodAnswer;

/** The answer of a method that found nothing: a text with code 200. */
export const nothingFound: MethodAnswer = { result: 'No records found with mentioned preferences.' };
