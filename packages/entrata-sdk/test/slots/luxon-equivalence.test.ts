import { parseTourTime } from 'entrata-sdk';
import { DateTime, FixedOffsetZone } from 'luxon';
import { expect, it } from 'vitest';

// The slow way that our reader replaces: luxon for every slot, with the label as a fixed offset.
function viaLuxon(date: string, start: string, end: string, offsetHours: number, timeZone: string) {
  const zone = FixedOffsetZone.instance(offsetHours * 60);
  const format = 'yyyy-MM-dd HH:mm';
  const startsAt = DateTime.fromFormat(`${date} ${start}`, format, { zone });
  let endsAt = DateTime.fromFormat(`${date} ${end}`, format, { zone });
  if (endsAt <= startsAt) endsAt = endsAt.plus({ days: 1 });
  const from = startsAt.setZone(timeZone).setLocale('en-US');
  const to = endsAt.setZone(timeZone).setLocale('en-US');
  return {
    startsAt: startsAt.toUTC().toISO(),
    endsAt: endsAt.toUTC().toISO(),
    display: {
      timeZone,
      date: from.toFormat('yyyy-MM-dd'),
      start: from.toFormat('HH:mm'),
      end: to.toFormat('HH:mm'),
      label: `${from.toFormat('HH:mm ZZZZ')} - ${to.toFormat('HH:mm ZZZZ')}`,
    },
  };
}

/** UTC instants at which a zone's offset changes in these years. */
function transitions(timeZone: string, fromYear: number, toYear: number): DateTime[] {
  const found: DateTime[] = [];
  let hour = DateTime.utc(fromYear);
  const end = DateTime.utc(toYear + 1);
  while (hour < end) {
    const next = hour.plus({ days: 1 });
    if (hour.setZone(timeZone).offset !== next.setZone(timeZone).offset) {
      let at = hour;
      while (at.setZone(timeZone).offset === hour.setZone(timeZone).offset) at = at.plus({ minutes: 30 });
      found.push(at);
    }
    hour = next;
  }
  return found;
}

const labels = [
  ['EST', -5],
  ['EDT', -4],
  ['CST', -6],
  ['CDT', -5],
  ['MST', -7],
  ['MDT', -6],
  ['PST', -8],
  ['PDT', -7],
  ['AKST', -9],
  ['AKDT', -8],
  ['HST', -10],
  ['AST', -4],
] as const;

it.each([
  ['America/Chicago', 32],
  ['America/New_York', 32],
  ['America/Denver', 32],
  ['America/Los_Angeles', 32],
  ['America/Anchorage', 32],
  ['Europe/London', 32],
  ['Australia/Lord_Howe', 32],
  ['America/Phoenix', 0],
])('reads as luxon does in every hour around each change of clocks 2020-2035: %s', (timeZone, count) => {
  const changes = transitions(timeZone, 2020, 2035);
  expect(changes).toHaveLength(count);
  const around = changes.length > 0 ? changes : [DateTime.utc(2026, 3, 8, 9), DateTime.utc(2026, 11, 1, 8)];
  const wrong: unknown[] = [];
  let compared = 0;
  for (const change of around) {
    for (let hour = -30; hour <= 30; hour++) {
      // Each hour with another label, so that all labels meet all hours over the years.
      const [label, offsetHours] = labels[(compared + hour + 30) % labels.length] ?? labels[0];
      const wall = change
        .plus({ hours: hour, minutes: hour % 2 === 0 ? 0 : 15 })
        .setZone(FixedOffsetZone.instance(offsetHours * 60));
      const date = wall.toFormat('yyyy-MM-dd');
      const start = wall.toFormat('HH:mm');
      const end = wall.plus({ minutes: 90 }).toFormat('HH:mm');
      const slot = parseTourTime({ date, time: `${start} ${label} - ${end} ${label}` }, { timeZone });
      const theirs = viaLuxon(date, start, end, offsetHours, timeZone);
      const ours = { startsAt: slot.startsAt, endsAt: slot.endsAt, display: slot.display };
      if (JSON.stringify(ours) !== JSON.stringify(theirs)) wrong.push({ ours, theirs });
      compared++;
    }
  }
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(compared).toBe(around.length * 61);
});
