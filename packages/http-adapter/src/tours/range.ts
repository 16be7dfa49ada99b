import { AdapterError } from '../core/adapter-error.js';

/** Days of tour times, `YYYY-MM-DD`, both inclusive. */
export interface TourRange {
  readonly from: string;
  readonly to: string;
}

/** The months whose tour times are shown, as numbers: see {@link monthNumber}. */
export interface TourHorizon {
  readonly first: number;
  readonly last: number;
}

const dayMs = 86_400_000;
/** The public calendar call takes 60 days; a month fits whatever it is asked for. */
const maxDays = 62;
/** As many months as 62 days can touch: 31 January to 2 April. */
const maxMonths = 4;
const defaultDays = 30;

/** Last month, for who scrolls back a little, to `monthsAhead` months after the one that `today` lies in. */
export function horizonAt(today: string, monthsAhead: number): TourHorizon {
  const month = monthNumber(today);
  return { first: month - 1, last: month + monthsAhead };
}

/** Whether a day or a month lies within the horizon. */
export function isWithin(horizon: TourHorizon, dayOrMonth: string): boolean {
  const month = monthNumber(dayOrMonth);
  return month >= horizon.first && month <= horizon.last;
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/**
 * A month, a range, a day (`from` alone) or, when nothing is asked for, today and the 30 days after it. Throws
 * `invalid_request` for what lies outside the horizon, so that nothing is counted, kept or fetched for it.
 */
export function readRange(
  asked: {
    readonly month?: string | undefined;
    readonly from?: string | undefined;
    readonly to?: string | undefined;
  },
  today: string,
  horizon: TourHorizon,
): TourRange {
  const { month, from, to } = asked;
  if (month !== undefined) {
    if (from !== undefined || to !== undefined) throw refusal('month', 'Either a month or a range');
    const name = `${month.slice(3)}-${month.slice(0, 2)}`;
    if (!isWithin(horizon, name)) throw refusal('month', 'Tour times of that month are not shown');
    return monthRange(name);
  }
  if (from === undefined) {
    if (to !== undefined) throw refusal('from', 'A range needs a start');
    const end = addDays(today, defaultDays);
    return { from: today, to: isWithin(horizon, end) ? end : monthRange(monthText(horizon.last)).to };
  }
  const range = { from, to: to ?? from };
  if (!isWithin(horizon, range.from)) throw refusal('from', 'Tour times of that day are not shown');
  if (!isWithin(horizon, range.to)) throw refusal('to', 'Tour times of that day are not shown');
  const days = (Date.parse(range.to) - Date.parse(range.from)) / dayMs + 1;
  if (!(days >= 1 && days <= maxDays)) throw refusal('to', `A range has 1 to ${maxDays} days`);
  return range;
}

function refusal(field: string, message: string): AdapterError {
  return new AdapterError('invalid_request', message, { field });
}

/** First and last day of a `YYYY-MM`. */
export function monthRange(month: string): TourRange {
  const next = `${monthText(monthNumber(month) + 1)}-01`;
  return { from: `${month}-01`, to: addDays(next, -1) };
}

/** The `YYYY-MM`s that a range touches: never more than a range may have. */
export function monthsOf({ from, to }: TourRange): string[] {
  const first = monthNumber(from);
  const count = Math.min(monthNumber(to) - first + 1, maxMonths);
  return Array.from({ length: Math.max(count, 0) }, (_, index) => monthText(first + index));
}

/** Months are counted from the year 0 on and never compared as texts: `10000-01` would come before `9999-12`. */
function monthNumber(dayOrMonth: string): number {
  return Number(dayOrMonth.slice(0, 4)) * 12 + Number(dayOrMonth.slice(5, 7)) - 1;
}

function monthText(month: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}`;
}

/** The day a raw date text names: `MM/DD/YYYY` or `YYYY-MM-DD`; undefined for anything else, and for no real day. */
export function rawDay(rawDate: string): string | undefined {
  const us = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})\s*$/.exec(rawDate);
  const day = us
    ? `${us[3]}-${us[1]?.padStart(2, '0')}-${us[2]?.padStart(2, '0')}`
    : /^\s*(\d{4}-\d{2}-\d{2})\s*$/.exec(rawDate)?.[1];
  return day !== undefined && isRealDay(day) ? day : undefined;
}

/** `Date.parse` takes 30 February for 2 March. */
function isRealDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
