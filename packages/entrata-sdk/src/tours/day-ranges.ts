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

/** How many days a range has. */
export function countDays({ from, to }: DayRange): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs + 1;
}

function isoDay(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
