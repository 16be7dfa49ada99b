import type { RawSlot } from 'entrata-sdk';

/** The two texts of a row, or of fields that came in; undefined unless both are there. */
export function rawSlotOf({
  rawDate: date,
  rawTime: time,
}: {
  readonly rawDate?: string | undefined;
  readonly rawTime?: string | undefined;
}): RawSlot | undefined {
  return date === undefined || time === undefined ? undefined : { date, time };
}

/** Whether these are the same texts, byte for byte; two that are absent are the same. */
export function isSameSlot(one: RawSlot | undefined, other: RawSlot | undefined): boolean {
  return one?.date === other?.date && one?.time === other?.time;
}
