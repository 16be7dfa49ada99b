const dayMs = 86_400_000;

export interface DayRange {
  /** `YYYY-MM-DD`, both inclusive. */
  readonly from: string;
  readonly to: string;
}

/** Cuts a range into pieces of at most so many days, in order. Days are `YYYY-MM-DD`. */
export function splitDays(range: DayRange, maxDays: number): DayRange[] {
  const [first, last] = [Date.parse(range.from), Date.parse(range.to)];
  // Counted beforehand, so that whatever the days are the work is bounded.
  const count = Math.ceil(countDays(range) / maxDays);
  return Array.from({ length: count > 0 ? count : 0 }, (_, piece) => {
    const start = first + piece * maxDays * dayMs;
    return { from: isoDay(start), to: isoDay(Math.min(last, start + (maxDays - 1) * dayMs)) };
  });
}

/** Cuts a range at the ends of months, in order. Days are `YYYY-MM-DD`. */
export function splitMonths({ from, to }: DayRange): DayRange[] {
  const first = countMonths(from);
  const count = countMonths(to) - first + 1;
  return Array.from({ length: count > 0 ? count : 0 }, (_, index) => {
    const start = isoDay(Date.UTC(0, first + index));
    const end = isoDay(Date.UTC(0, first + index + 1) - dayMs);
    return { from: start < from ? from : start, to: end > to ? to : end };
  });
}

/** Months since January 1900, where the years of `Date.UTC` begin. */
function countMonths(day: string): number {
  return (Number(day.slice(0, 4)) - 1900) * 12 + Number(day.slice(5, 7)) - 1;
}

/** How many days a range has. */
export function countDays({ from, to }: DayRange): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs + 1;
}

function isoDay(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
