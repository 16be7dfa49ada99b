/** An object of the wire, read loosely: Entrata takes numbers for strings and single objects for lists. */
export type WireObject = Readonly<Record<string, unknown>>;

export function objectOf(value: unknown): WireObject {
  // Any non-array object can be read by key; its values stay unknown.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as WireObject) : {};
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

/** `"101, 102"`, `101`, or an array of either. */
export function idsOf(value: unknown): readonly string[] {
  const texts = Array.isArray(value) ? value.map(textOf) : textOf(value).split(',');
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}

export function isFlagSet(value: unknown): boolean {
  return value === true || textOf(value) === '1';
}
