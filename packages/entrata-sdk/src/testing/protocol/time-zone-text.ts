const texts: Readonly<Record<string, string>> = {
  'America/New_York': 'Eastern Standard Time (GMT -0500)',
  'America/Chicago': 'Central Standard Time (GMT -0600)',
  'America/Denver': 'Mountain Standard Time (GMT -0700)',
  'America/Phoenix': 'Mountain Standard Time (GMT -0700)',
  'America/Los_Angeles': 'Pacific Standard Time (GMT -0800)',
  'America/Anchorage': 'Alaska Standard Time (GMT -0900)',
  'Pacific/Honolulu': 'Hawaii Standard Time (GMT -1000)',
};

/** How the MITS replies name a zone; `DaylightSaving` stands beside it. */
export function mitsTimeZone(timeZone: string): {
  readonly TimeZone: string;
  readonly DaylightSaving: '0' | '1';
} {
  const observes = timeZone !== 'America/Phoenix' && timeZone !== 'Pacific/Honolulu';
  return { TimeZone: texts[timeZone] ?? timeZone, DaylightSaving: observes ? '1' : '0' };
}
