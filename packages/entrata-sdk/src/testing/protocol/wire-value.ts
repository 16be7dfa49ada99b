/** An object of the wire, read loosely: Entrata takes numbers for strings and single objects for lists. */
export type WireObject = Readonly<Record<string, unknown>>;

export function objectOf(value: unknown): WireObject {
  // Any non-array object can be read by key; its values stay unknown.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as WireObject) : {};
}

/** An id as Entrata writes most of them: a number, where it is one. */
export function idOf(id: string): number | string {
  return /^\d+$/.test(id) ? Number(id) : id;
}

export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : '';
}

/** A list, or the one object that stands for a list. */
export function listOf(value: unknown): readonly WireObject[] {
  if (Array.isArray(value)) return value.map(objectOf);
  return typeof value === 'object' && value !== null ? [objectOf(value)] : [];
}

/** `"101, 102"` or `101`. Entrata takes several ids as one text, so a list of them is none. */
export function idsOf(value: unknown): readonly string[] {
  return textOf(value)
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

/** `"1"` or `1`; Entrata's flags are never `true`. */
export function isFlagSet(value: unknown): boolean {
  return textOf(value) === '1';
}
