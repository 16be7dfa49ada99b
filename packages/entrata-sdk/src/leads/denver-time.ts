import { DateTime } from 'luxon';

const entrataZone = 'America/Denver';
const format = "MM/dd/yyyy'T'HH:mm:ss";

/**
 * Now, as Entrata wants `createdDate`: Mountain wall clock without a zone, a minute behind. In the hour
 * that the clocks repeat in autumn the text could be read as up to an hour ahead, and Entrata refuses
 * the future; it is then set back an hour more.
 */
export function denverStamp(now: number): string {
  const at = DateTime.fromMillis(now - 60_000, { zone: entrataZone });
  const latest = Math.max(...at.getPossibleOffsets().map((possible) => possible.toMillis()));
  return (latest > now ? at.minus({ hours: 1 }) : at).toFormat(format);
}

/** A stamp of Entrata's, `07/15/2024 00:00:00[.123456] MDT`, as a UTC instant; without a label it is Mountain time. */
export function readStamp(text: string): string | undefined {
  const match = /^(\d{2}\/\d{2}\/\d{4})[T ](\d{2}:\d{2}:\d{2})(?:\.\d+)?(?:\s*(M[SD]T))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, day = '', clock = '', label] = match;
  const zone = label === 'MST' ? 'UTC-7' : label === 'MDT' ? 'UTC-6' : entrataZone;
  const at = DateTime.fromFormat(`${day}T${clock}`, format, { zone });
  return at.isValid ? (at.toUTC().toISO() ?? undefined) : undefined;
}
