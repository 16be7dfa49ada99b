const dayMs = 86_400_000;

export interface DayRange {
  /** `YYYY-MM-DD`, both inclusive. */
  readonly from: string;
  readonly to: string;
}

/** Cuts a range into pieces of at most so many days, in order. Days are `YYYY-MM-DD`. */
export function splitDays({ from, to }: DayRange, maxDays: number): DayRange[] {
  const last = Date.parse(to);
  const pieces: DayRange[] = [];
  for (let start = Date.parse(from); start <= last; start += maxDays * dayMs) {
    pieces.push({ from: isoDay(start), to: isoDay(Math.min(last, start + (maxDays - 1) * dayMs)) });
  }
  return pieces;
}

/** How many days a range has. */
export function countDays({ from, to }: DayRange): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs + 1;
}

function isoDay(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
