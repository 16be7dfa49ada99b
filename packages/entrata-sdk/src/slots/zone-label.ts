/** Minutes east of UTC for the labels Entrata writes into slots. */
export interface ZoneLabel {
  readonly offsetMinutes: number;
  /** The time zone whose calendar says whether the label fits the season. */
  readonly calendar: string;
}

const hours = (offset: number, calendar: string): ZoneLabel => ({ offsetMinutes: offset * 60, calendar });

// Never asked of luxon or Intl: ICU takes AST for Alaska, CST and PST for zones with daylight saving
// time, and does not know EDT, CDT, MDT, PDT, AKST and AKDT at all.
// The calendars of MST, HST and AST are those that keep the label all year (Arizona, Hawaii, Puerto
// Rico): in summer such a label is no contradiction.
const labels: ReadonlyMap<string, ZoneLabel> = new Map([
  ['EST', hours(-5, 'America/New_York')],
  ['EDT', hours(-4, 'America/New_York')],
  ['CST', hours(-6, 'America/Chicago')],
  ['CDT', hours(-5, 'America/Chicago')],
  ['MST', hours(-7, 'America/Phoenix')],
  ['MDT', hours(-6, 'America/Denver')],
  ['PST', hours(-8, 'America/Los_Angeles')],
  ['PDT', hours(-7, 'America/Los_Angeles')],
  ['AKST', hours(-9, 'America/Anchorage')],
  ['AKDT', hours(-8, 'America/Anchorage')],
  ['HST', hours(-10, 'Pacific/Honolulu')],
  ['AST', hours(-4, 'America/Puerto_Rico')],
]);

/** The fixed offset of a US label; undefined when the label is not known. */
export function zoneLabel(label: string): ZoneLabel | undefined {
  return labels.get(label) ?? labels.get(label.toUpperCase());
}
