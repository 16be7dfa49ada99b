import { AdapterError } from '../problem.js';

/** Days of tour times, `YYYY-MM-DD`, both inclusive. */
export interface TourRange {
  readonly from: string;
  readonly to: string;
}

const dayMs = 86_400_000;
/** The public calendar call takes 60 days; a month fits whatever it is asked for. */
const maxDays = 62;
const defaultDays = 30;

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** A month, a range, a day (`from` alone) or, when nothing is asked for, today and the 30 days after it. */
export function readRange(
  asked: {
    readonly month?: string | undefined;
    readonly from?: string | undefined;
    readonly to?: string | undefined;
  },
  today: string,
): TourRange {
  const { month, from, to } = asked;
  if (month !== undefined) {
    if (from !== undefined || to !== undefined) {
      throw new AdapterError('invalid_request', 'Either a month or a range', { field: 'month' });
    }
    return monthRange(`${month.slice(3)}-${month.slice(0, 2)}`);
  }
  if (from === undefined) {
    if (to !== undefined)
      throw new AdapterError('invalid_request', 'A range needs a start', { field: 'from' });
    return { from: today, to: addDays(today, defaultDays) };
  }
  const range = { from, to: to ?? from };
  const days = (Date.parse(range.to) - Date.parse(range.from)) / dayMs + 1;
  if (!(days >= 1 && days <= maxDays)) {
    throw new AdapterError('invalid_request', `A range has 1 to ${maxDays} days`, { field: 'to' });
  }
  return range;
}

/** First and last day of a `YYYY-MM`. */
export function monthRange(month: string): TourRange {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return { from: `${month}-01`, to: new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10) };
}

/** The `YYYY-MM`s that a range touches. */
export function monthsOf({ from, to }: TourRange): string[] {
  const months: string[] = [];
  const last = to.slice(0, 7);
  for (let month = from.slice(0, 7); month <= last; month = monthAfter(month)) months.push(month);
  return months;
}

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${month.slice(0, 4)}-${String(number + 1).padStart(2, '0')}`;
}

/** The day a raw date text names: `MM/DD/YYYY` or `YYYY-MM-DD`; undefined for anything else. */
export function rawDay(rawDate: string): string | undefined {
  const us = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})\s*$/.exec(rawDate);
  const day = us
    ? `${us[3]}-${us[1]?.padStart(2, '0')}-${us[2]?.padStart(2, '0')}`
    : /^\s*(\d{4}-\d{2}-\d{2})\s*$/.exec(rawDate)?.[1];
  return day === undefined || Number.isNaN(Date.parse(day)) ? undefined : day;
}
