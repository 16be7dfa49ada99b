import { offeredSlot, parseTourTime } from 'entrata-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const read = (date: string, time: string, timeZone?: string) =>
  parseTourTime({ date, time }, timeZone === undefined ? {} : { timeZone });

describe('the grammar of slots', () => {
  it.each([
    ['the ordinary one', '2026-01-15', '10:00 MST - 10:30 MST', '17:00', '17:30'],
    [
      'seconds and no space, as windows are written',
      '2026-01-15',
      '09:00:00MST - 17:00:00MST',
      '16:00',
      '24:00',
    ],
    ['different labels at both ends', '2026-01-15', '10:00 CST - 12:00 EST', '16:00', '17:00'],
    ['12-hour clocks', '2026-01-15', '1:00 PM CST - 1:30 pm CST', '19:00', '19:30'],
    ['12-hour clocks without spaces', '2026-01-15', '11:00amEST-12:15pmEST', '16:00', '17:15'],
    ['12 am and 12 p.m.', '2026-01-15', '12:00 a.m. CST - 12:00 p.m. CST', '06:00', '18:00'],
    ['AKST is no "a" of "am"', '2026-01-15', '10:00 AKST - 10:30 AKST', '19:00', '19:30'],
    ['odd spaces', '2026-01-15', '  10:00\u00a0MST  -10:30\u202fMST ', '17:00', '17:30'],
    ['an en dash', '2026-01-15', '10:00 MST – 10:30 MST', '17:00', '17:30'],
    ['labels in lower case', '2026-01-15', '10:00 mst - 10:30 Mst', '17:00', '17:30'],
    ['a US date', '01/15/2026', '10:00 MST - 10:30 MST', '17:00', '17:30'],
  ])('reads %s', (_, date, time, start, end) => {
    const slot = read(date, time);
    const at = (clock: string) =>
      clock === '24:00' ? '2026-01-16T00:00:00.000Z' : `2026-01-15T${clock}:00.000Z`;
    expect([slot.startsAt, slot.endsAt, slot.problem]).toEqual([at(start), at(end), undefined]);
    expect(slot.raw).toEqual({ date, time });
  });

  it.each([
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
  ])('takes %s for UTC%i in any season', (label, hours) => {
    for (const date of ['2026-01-15', '2026-07-15']) {
      const slot = read(date, `12:00 ${label} - 12:30 ${label}`);
      expect(slot.zone).toMatchObject({ label, offsetMinutes: hours * 60 });
      expect(slot.startsAt).toBe(`${date}T${String(12 - hours).padStart(2, '0')}:00:00.000Z`);
    }
  });

  it('rolls the end of a slot past midnight to the next day', () => {
    expect(read('2026-01-15', '23:30 CST - 00:30 CST')).toMatchObject({
      startsAt: '2026-01-16T05:30:00.000Z',
      endsAt: '2026-01-16T06:30:00.000Z',
      display: { date: '2026-01-15', start: '23:30', end: '00:30' },
    });
  });

  it.each([
    ['23:30 CST - 24:00 CST', '2026-01-16T05:30:00.000Z', '2026-01-16T06:00:00.000Z', '2026-01-15'],
    ['24:00 CST - 00:30 CST', '2026-01-16T06:00:00.000Z', '2026-01-16T06:30:00.000Z', '2026-01-16'],
    ['16:00:00CST - 24:00:00CST', '2026-01-15T22:00:00.000Z', '2026-01-16T06:00:00.000Z', '2026-01-15'],
    ['00:00 CST - 24:00 CST', '2026-01-15T06:00:00.000Z', '2026-01-16T06:00:00.000Z', '2026-01-15'],
  ])('reads 24:00 as the midnight that ends the day: %s', (time, startsAt, endsAt, date) => {
    const slot = read('2026-01-15', time);
    expect(slot).toMatchObject({ startsAt, endsAt, display: { date }, zone: { contradictsSeason: false } });
    expect([slot.problem, slot.raw.time]).toEqual([undefined, time]);
  });

  it('reads a slot over the repeated hour by its two labels', () => {
    expect(read('2026-11-01', '01:30 CDT - 01:00 CST')).toMatchObject({
      startsAt: '2026-11-01T06:30:00.000Z',
      endsAt: '2026-11-01T07:00:00.000Z',
      display: { label: '01:30 CDT - 01:00 CST' },
      zone: { contradictsSeason: false },
    });
  });

  it.each([
    ['an unknown label', '2026-01-15', '10:00 CET - 10:30 CET', 'unknown_zone'],
    ['one unknown label', '2026-01-15', '10:00 MST - 10:30 XYZ', 'unknown_zone'],
    ['no label', '2026-01-15', '10:00 - 10:30', 'unreadable'],
    ['one label', '2026-01-15', '10:00 - 10:30 MST', 'unreadable'],
    ['no end', '2026-01-15', '10:00 MST', 'unreadable'],
    ['an hour that is none', '2026-01-15', '25:00 MST - 26:00 MST', 'unreadable'],
    ['13 pm', '2026-01-15', '13:00 pm MST - 1:30 pm MST', 'unreadable'],
    ['a minute that is none', '2026-01-15', '10:60 MST - 11:00 MST', 'unreadable'],
    ['an end at the start', '2026-01-15', '10:00 MST - 10:00 MST', 'unreadable'],
    ['labels that put the end before the start', '2026-01-15', '10:00 CST - 10:30 EST', 'unreadable'],
    ['a day that is none', '2026-02-30', '10:00 MST - 10:30 MST', 'unreadable'],
    ['a year whose end no instant can say', '9999-12-31', '23:30 MST - 00:00 MST', 'unreadable'],
    ['the year 0', '0000-01-15', '10:00 MST - 10:30 MST', 'unreadable'],
    ['no date', '', '10:00 MST - 10:30 MST', 'unreadable'],
    ['no text', '2026-01-15', '', 'unreadable'],
  ])('keeps the texts of %s and says why it has no reading', (_, date, time, problem) => {
    expect(read(date, time)).toEqual({
      raw: { date, time },
      startsAt: undefined,
      endsAt: undefined,
      zone: undefined,
      display: undefined,
      problem,
    });
  });

  it('never changes or loses a text, whatever it is', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9: a-zA-Z-]{0,24}$/));
    fc.assert(
      fc.property(texts, texts, (date, time) => {
        const slot = read(date, time);
        const back = JSON.parse(JSON.stringify(slot.raw)) as { date: string; time: string };
        expect(back).toEqual({ date, time });
        expect(offeredSlot([slot], back)).toBe(slot);
        expect((slot.startsAt === undefined) === (slot.problem !== undefined)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds an offered slot by both texts exactly', () => {
    const slots = [read('2026-01-15', '10:00 MST - 10:30 MST'), read('2026-01-16', '10:00 MST - 10:30 MST')];
    expect(offeredSlot(slots, { date: '2026-01-16', time: '10:00 MST - 10:30 MST' })).toBe(slots[1]);
    expect(offeredSlot(slots, { date: '2026-01-16', time: '10:00 MST  - 10:30 MST' })).toBeUndefined();
    expect(offeredSlot(slots, { date: '2026-01-17', time: '10:00 MST - 10:30 MST' })).toBeUndefined();
  });
});

describe('a label and the season', () => {
  const contradicts = (date: string, label: string, propertyTimeZone?: string) =>
    parseTourTime(
      { date, time: `10:00 ${label} - 10:30 ${label}` },
      propertyTimeZone === undefined ? {} : { propertyTimeZone },
    ).zone?.contradictsSeason;

  it('flags daylight labels in winter and standard labels in summer', () => {
    for (const label of ['EDT', 'CDT', 'MDT', 'PDT', 'AKDT']) {
      expect([label, contradicts('2026-01-15', label), contradicts('2026-07-15', label)]).toEqual([
        label,
        true,
        false,
      ]);
    }
    for (const label of ['EST', 'CST', 'PST', 'AKST']) {
      expect([label, contradicts('2026-01-15', label), contradicts('2026-07-15', label)]).toEqual([
        label,
        false,
        true,
      ]);
    }
  });

  it('does not flag the labels that some property keeps all year', () => {
    for (const label of ['MST', 'HST', 'AST']) {
      expect([label, contradicts('2026-01-15', label), contradicts('2026-07-15', label)]).toEqual([
        label,
        false,
        false,
      ]);
    }
  });

  it("knows better with the property's own zone", () => {
    expect(contradicts('2026-07-15', 'MST', 'America/Denver')).toBe(true);
    expect(contradicts('2026-07-15', 'MST', 'America/Phoenix')).toBe(false);
    expect(contradicts('2026-01-15', 'MST', 'America/New_York')).toBe(true);
  });

  it('takes either label for a slot that ends as the clocks change', () => {
    for (const [date, time, expected] of [
      ['2026-03-08', '01:30 CST - 02:00 CST', false],
      ['2026-03-08', '01:30 CST - 03:00 CDT', false],
      ['2026-03-08', '02:00 CST - 02:30 CST', true],
      ['2026-11-01', '01:30 CDT - 02:00 CDT', false],
      ['2026-11-01', '01:30 CDT - 01:00 CST', false],
      ['2026-11-01', '01:30 CDT - 02:30 CDT', true],
    ] as const) {
      expect([time, read(date, time).zone?.contradictsSeason]).toEqual([time, expected]);
    }
  });

  it('takes the label at its word all the same', () => {
    expect(read('2026-07-15', '10:00 CST - 10:30 CST')).toMatchObject({
      startsAt: '2026-07-15T16:00:00.000Z',
      display: { start: '11:00', label: '11:00 CDT - 11:30 CDT' },
    });
  });
});

describe('the display', () => {
  it('is in America/Chicago unless asked otherwise, the date rolling with the time', () => {
    expect(read('2026-01-15', '23:30 PST - 23:45 PST').display).toEqual({
      timeZone: 'America/Chicago',
      date: '2026-01-16',
      start: '01:30',
      end: '01:45',
      label: '01:30 CST - 01:45 CST',
    });
    expect(read('2026-01-15', '00:30 EST - 01:00 EST').display?.date).toBe('2026-01-14');
    expect(read('2026-01-15', '10:00 CST - 10:30 CST', 'Asia/Kolkata').display).toMatchObject({
      timeZone: 'Asia/Kolkata',
      start: '21:30',
      end: '22:00',
    });
  });

  it('refuses a zone that does not exist', () => {
    expect(() => read('2026-01-15', '10:00 CST - 10:30 CST', 'America/Nowhere')).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});
