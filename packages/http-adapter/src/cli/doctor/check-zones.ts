import { type Finding, failed, ok } from './finding.js';

const check = 'zone data';

/** Offsets in January and in July, in minutes, of the zones that US properties lie in. */
const expected: Readonly<Record<string, readonly [number, number]>> = {
  'America/New_York': [-300, -240],
  'America/Chicago': [-360, -300],
  'America/Denver': [-420, -360],
  'America/Phoenix': [-420, -420],
  'America/Los_Angeles': [-480, -420],
  'America/Anchorage': [-540, -480],
  'America/Puerto_Rico': [-240, -240],
  'Pacific/Honolulu': [-600, -600],
};

/** Whether this Node knows the US zones: a build with small ICU data, or old data, shows wrong times. */
export function checkZones(offsetAt = offsetMinutes): Finding {
  const wrong = Object.entries(expected).filter(
    ([zone, [january, july]]) =>
      offsetAt(zone, '2026-01-15T12:00:00Z') !== january || offsetAt(zone, '2026-07-15T12:00:00Z') !== july,
  );
  const version = process.versions.tz ?? 'none';
  if (wrong.length === 0)
    return ok(check, `${Object.keys(expected).length} US zones are right (tz ${version})`);
  return failed(
    check,
    `wrong or unknown: ${wrong.map(([zone]) => zone).join(', ')} (tz ${version})`,
    'Use a Node with full ICU data (the official builds have it) and unset NODE_ICU_DATA.',
  );
}

function offsetMinutes(zone: string, instant: string): number | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    const name = format.formatToParts(new Date(instant)).find(({ type }) => type === 'timeZoneName')?.value;
    const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)$/.exec(name ?? '') ?? [];
    if (sign === undefined) return name === 'GMT' ? 0 : undefined;
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  } catch {
    return undefined;
  }
}
