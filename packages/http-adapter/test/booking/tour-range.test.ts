import { acceptUnverified, createApp, noApproval } from 'entrata-http-adapter';
import { createEntrata } from 'entrata-sdk';
import { createMemoryStore } from 'entrata-store';
import { describe, expect, it } from 'vitest';
import type { TourTimesSource } from '../../src/tours/find-tour-times.js';
import { horizonAt, monthRange, monthsOf, rawDay, readRange } from '../../src/tours/range.js';
import { createTourTimesAnswers } from '../../src/tours/tour-times-answers.js';

describe('a range of tour times', () => {
  it('touches four months at most, in any year', () => {
    expect(monthsOf({ from: '2027-01-31', to: '2027-04-02' })).toEqual([
      '2027-01',
      '2027-02',
      '2027-03',
      '2027-04',
    ]);
    expect(monthsOf({ from: '2026-12-01', to: '2027-01-01' })).toEqual(['2026-12', '2027-01']);
    expect(monthsOf({ from: '0000-01-01', to: '9999-12-31' })).toHaveLength(4);
    expect(monthsOf({ from: '9999-12-01', to: '9999-12-31' })).toEqual(['9999-12']);
    expect(monthsOf({ from: '9999-12-31', to: '0000-01-01' })).toEqual([]);
  });

  it('of a month ends with its last day', () => {
    expect(monthRange('2028-02')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
    expect(monthRange('2026-12')).toEqual({ from: '2026-12-01', to: '2026-12-31' });
    expect(monthRange('0001-01')).toEqual({ from: '0001-01-01', to: '0001-01-31' });
  });

  it('is cut off at the horizon when nothing is asked for', () => {
    const today = '2027-01-31';
    expect(readRange({}, today, horizonAt(today, 13)).to).toBe('2027-03-02');
    expect(readRange({}, today, horizonAt(today, 1)).to).toBe('2027-02-28');
  });

  it.each([0, -1, 1.5, 37, Number.NaN, Number.POSITIVE_INFINITY])(
    'has no horizon of %s months: createApp names the option',
    (tourHorizonMonths) => {
      const options = {
        entrata: createEntrata(),
        store: createMemoryStore(),
        webhook: { verify: acceptUnverified(), approval: noApproval() },
        authenticate: async () => undefined,
        tourHorizonMonths,
      };
      expect(() => createApp(options)).toThrow('tourHorizonMonths');
    },
  );
});

describe('the day of a raw date', () => {
  it.each([
    ['2026-11-24', '2026-11-24'],
    [' 2/9/2028 ', '2028-02-09'],
    ['02/29/2028', '2028-02-29'],
    ['9999-12-31', '9999-12-31'],
    ['2026-02-30', undefined],
    ['2/30/2026', undefined],
    ['02/29/2027', undefined],
    ['13/01/2026', undefined],
    ['2026-00-10', undefined],
    ['2026-11-00', undefined],
    ['10000-01-01', undefined],
    ['-001-01-01', undefined],
    ['', undefined],
    ['tomorrow', undefined],
  ])('%j is %s', (text, day) => {
    expect(rawDay(text)).toBe(day);
  });
});

it('keeps a bounded number of answers, however small they are', () => {
  let made = 0;
  const answers = createTourTimesAnswers(() => {
    made += 1;
    return {};
  });
  const ask = (index: number) => {
    const range = { from: String(index), to: String(index) };
    const source = { house: { id: 'h' }, range, tourType: 'AGENT_GUIDED', months: [], stale: false };
    // Of the house only the id is read.
    answers.prepare(source as unknown as TourTimesSource, new Date(0));
  };
  for (let index = 0; index <= 10_000; index += 1) ask(index);
  expect(made).toBe(10_001);
  ask(10_000);
  expect(made).toBe(10_001);
  ask(0);
  expect(made).toBe(10_002);
});
