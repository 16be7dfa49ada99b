import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MadeUp } from '../../src/probe/made-up.js';
import { formOf } from '../../src/probe/text-form.js';

const made = new MadeUp(() => 0.4);

describe('made-up values', () => {
  it('are of the same type and form, and the same for the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const once = made.value(value);
        expect(typeof once).toBe(typeof value);
        expect(made.value(value)).toEqual(once);
      }),
      { numRuns: 2_000 },
    );
  });

  it('stand under the keys of every object as well', () => {
    expect(made.value({ valueOf: '.', constructor: 'x', toString: 1 })).toMatchObject({ toString: 1 });
  });

  it.each([
    ['07/15/2024', 'MM/DD/YYYY'],
    ['2024-07-15', 'YYYY-MM-DD'],
    ['2024-07-15T10:00:00Z', 'YYYY-MM-DDTHH:mm:ssZ'],
    ['07/15/2024 00:00:00 MDT', 'MM/DD/YYYY HH:mm:ss zone'],
    ['07/15/2024 00:00:00.123456 MDT', 'MM/DD/YYYY HH:mm:ss.f zone'],
    ['9:00 AM', 'HH:mm AM'],
    ['09:00:00MST', 'HH:mm:sszone'],
    ['10:00 MST - 10:30 MST', 'HH:mm zone - HH:mm zone'],
    ['900 SquareFeet', 'number SquareFeet'],
    ['1300.0000 SquareMeter', 'number SquareMeter'],
    ['Tour on 07/15/2024', undefined],
    ['1-800-555-0100', undefined],
    ['A1:B2', undefined],
  ])('keep the form of %s, which is %s', (text, form) => {
    expect(formOf(text)).toBe(form);
    expect(formOf(made.text(text))).toBe(form);
  });

  it('join where the originals did, as numbers, texts, keys and parts of composed ids', () => {
    const { a, b, c, d } = made.value({
      a: 700001,
      b: '700001',
      c: { '700001': 1 },
      d: '700001~..~900123~..~A',
    }) as {
      a: number;
      b: string;
      c: object;
      d: string;
    };
    expect(String(a)).toBe(b);
    expect(Object.keys(c)).toEqual([b]);
    expect(d).toBe(`${b}~..~${made.text('900123')}~..~A`);
    expect(b).not.toBe('700001');
  });

  it('never make one id of two', () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => String(700_000 + index));
    expect(new Set(ids.map((id) => made.text(id))).size).toBe(1_000);
  });

  it('stay within what is read: coordinates, years, numbers of rooms, amounts', () => {
    const value = {
      Latitude: '41.878100',
      Longitude: '-122.419416',
      YearBuilt: '1996',
      Count: '2',
      Rent: '$1,425.00',
    };
    expect(made.value(value)).toEqual({
      Latitude: expect.stringMatching(/^41\.\d{6}$/),
      Longitude: expect.stringMatching(/^-122\.\d{6}$/),
      YearBuilt: '1996',
      Count: '2',
      Rent: expect.stringMatching(/^\$1,\d{3}\.00$/),
    });
  });

  it('keep the days of tour times, and move the others, all by as much', () => {
    expect(made.text('11/28/2026', true)).toBe('11/28/2026');
    const days = ['2026-11-28', '2026-12-05'].map((day) => Date.parse(made.text(day)));
    expect((days[1] ?? 0) - (days[0] ?? 0)).toBe(7 * 86_400_000);
    expect(days[0]).not.toBe(Date.parse('2026-11-28'));
  });

  it("keep what Entrata's words mean", () => {
    expect(made.words('No records found with mentioned preferences.')).toBe('No records found.');
    expect(made.words('Lead inserted successfully. Event failed.')).toBe('Success. Failed.');
    expect(made.words('The API key is not valid.')).toBe('Made-up words.');
  });
});
