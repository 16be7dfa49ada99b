import type { Range } from 'entrata-store';

// What comes from a function of the user's, or from whoever typed it at Entrata, as something that can be kept.

export type Unchecked<T> = { readonly [K in keyof T]?: unknown };

export const asRecord = (value: unknown): object =>
  typeof value === 'object' && value !== null ? value : {};

/** Longest line and address of what has no column of its own. */
export const lineLength = 500;
export const urlLength = 2_048;
/** Larger numbers of rooms, square feet or flats are mistakes of whoever typed them. */
export const mostCount = 1_000_000_000;

export function isWithin(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && value >= min && value <= max;
}

export function cleanCount(value: unknown): number | undefined {
  return isWithin(value, 0, mostCount) ? Math.round(value) : undefined;
}

export function cleanNumber(value: unknown): number | undefined {
  return isWithin(value, 0, mostCount) ? value : undefined;
}

export function cleanRange(value: unknown, max: number): Range | undefined {
  const range: Unchecked<Range> = typeof value === 'object' && value !== null ? value : {};
  if (!isWithin(range.min, 0, max) || !isWithin(range.max, range.min, max)) return undefined;
  return { min: range.min, max: range.max };
}

export function cleanCents(value: unknown): Range | undefined {
  const range = cleanRange(value, Number.MAX_SAFE_INTEGER);
  return range && { min: Math.round(range.min), max: Math.round(range.max) };
}

/** A day, as `YYYY-MM-DD`. */
export function cleanDay(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
}

/** An object of what is known alone. */
export function known<T extends object>(facts: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(facts).filter(([, fact]) => fact !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

export function cleanList<T>(
  value: unknown,
  limit: number,
  clean: (each: unknown) => T | undefined,
): readonly T[] {
  if (!Array.isArray(value)) return [];
  const cleaned: T[] = [];
  for (const each of value) {
    if (cleaned.length === limit) break;
    const kept = clean(each);
    if (kept !== undefined) cleaned.push(kept);
  }
  return cleaned;
}

/** As much of the list as its column holds. */
export function fitting<T>(list: readonly T[], width: number): readonly T[] {
  let kept = list;
  while (kept.length > 0 && JSON.stringify(kept).length > width) kept = kept.slice(0, kept.length >> 1);
  return kept;
}

/** The same; what is no list is not known, which is not the same as that there is none. */
export function listOrNone<T>(
  value: unknown,
  limit: number,
  clean: (each: unknown) => T | undefined,
  width: number,
): readonly T[] | undefined {
  return Array.isArray(value) ? fitting(cleanList(value, limit, clean), width) : undefined;
}
