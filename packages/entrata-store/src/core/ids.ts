/** A UTC instant as ISO 8601 with milliseconds, e.g. `2026-03-08T08:00:00.000Z`. */
export type Instant = string;

/** Ids are opaque texts: ours are UUIDs, a mapped table may hand out auto-increment numbers as text. */
export type Id = string;
