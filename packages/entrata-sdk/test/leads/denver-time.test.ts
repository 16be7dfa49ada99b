import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { denverStamp, readStamp } from '../../src/leads/denver-time.js';

describe('denverStamp', () => {
  it('is Mountain wall clock, a minute behind, without a zone', () => {
    expect(denverStamp(Date.parse('2026-01-15T17:00:00Z'))).toBe('01/15/2026T09:59:00');
    expect(denverStamp(Date.parse('2026-07-15T17:00:00Z'))).toBe('07/15/2026T10:59:00');
  });

  it('is never in the future, however the repeated hour is read, around the change of clocks and all year', () => {
    const format = "MM/dd/yyyy'T'HH:mm:ss";
    const start = Date.parse('2026-11-01T05:00:00Z');
    for (let minute = 0; minute < 6 * 60; minute++) {
      const now = start + minute * 60_000;
      const read = DateTime.fromFormat(denverStamp(now), format, { zone: 'America/Denver' });
      const latest = Math.max(...read.getPossibleOffsets().map((at) => at.toMillis()));
      expect(latest).toBeLessThan(now);
      expect(now - latest).toBeLessThanOrEqual(2 * 3_600_000 + 60_000);
    }
    for (let hour = 0; hour < 366 * 24; hour += 5) {
      const now = Date.parse('2026-01-01T00:30:00Z') + hour * 3_600_000;
      const read = DateTime.fromFormat(denverStamp(now), format, { zone: 'America/Denver' });
      expect(read.toMillis()).toBeLessThan(now);
    }
  });
});

describe('readStamp', () => {
  it.each([
    ['07/15/2024 00:00:00 MDT', '2024-07-15T06:00:00.000Z'],
    ['01/15/2024 00:00:00.123456 MST', '2024-01-15T07:00:00.000Z'],
    ['07/15/2024 00:00:00 MST', '2024-07-15T07:00:00.000Z'],
    ['07/15/2024T08:14:05', '2024-07-15T14:14:05.000Z'],
  ])('reads %s', (text, instant) => expect(readStamp(text)).toBe(instant));

  it('reads nothing else', () => {
    for (const text of ['', '2024-07-15', '13/45/2024 00:00:00 MST', '07/15/2024 00:00:00 XYZ']) {
      expect(readStamp(text)).toBeUndefined();
    }
  });
});
