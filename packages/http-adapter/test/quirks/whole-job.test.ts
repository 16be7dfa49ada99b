import type { Quirks } from 'entrata-sdk/testing';
import { beforeAll, expect, test } from 'vitest';
import { isLongRun } from '../../../entrata-store/test/support/level.js';
import { combinationOf, singleQuirks } from './support/combinations.js';
import { endingQuirks, expectedEnd } from './support/differences.js';
import { type EndState, runWholeJob } from './support/whole-job.js';

let plain: EndState;
beforeAll(async () => {
  plain = await runWholeJob({});
});

async function expectEnd(quirks: Quirks, title: string): Promise<void> {
  const { end, because } = expectedEnd(plain, quirks);
  expect(await runWholeJob(quirks), `${title}: ${because}`).toEqual(end);
}

test('the whole job on the plain sandbox ends with every tour where its visitor wants it', () => {
  expect(plain).toMatchObject({
    said: [
      'ACTIVATION of 700001: accepted',
      'ACTIVATION of 700002: accepted',
      'ACTIVATION of 700003: accepted',
      'free tours: 23, 24, 0',
      'Ada: confirmed',
      'Ben: unknown',
      'Cleo: unknown',
      'Dan: confirmed',
      'Dan, moved: confirmed',
      'Ada, cancelled: cancelled',
      'Ada, again: unknown',
      'Fay: slot_not_offered',
      'free tours without a token: 0',
      'client: needs_reauthorization',
      'ACTIVATION of 700001: accepted',
      'Eve: confirmed',
      'SUSPENDED of 700001: accepted',
      'SUSPENDED of 700002: accepted',
      'SUSPENDED of 700003: accepted',
    ],
    client: 'active',
  });
  expect(plain.activated.map(({ state, approval }) => [state, approval])).toEqual(
    Array(3).fill(['active', 'sent']),
  );
  // One for each property, and one for each floor plan of two of them.
  expect(plain.houses.map(({ status }) => status)).toEqual(Array(7).fill('active'));
  expect(plain.listed).toEqual(Array(7).fill('hidden'));
  expect(plain.viewings.map(({ name, status, appointment }) => [name, status, appointment])).toEqual([
    ['Ada', 'cancelled', 'verified'],
    ['Ada', 'confirmed', 'verified'],
    ['Ben', 'confirmed', 'verified'],
    ['Cleo', 'confirmed', 'verified'],
    ['Dan', 'cancelled', 'verified'],
    ['Dan', 'confirmed', 'verified'],
    ['Fay', 'rejected', 'unverified'],
    ['Eve', 'confirmed', 'verified'],
  ]);
  expect(plain.atEntrata.appointments.map(({ email, status }) => `${email}: ${status}`)).toEqual([
    'ada@example.test: cancelled',
    'ben@example.test: booked',
    'dan@example.test: booked',
    'cleo@example.test: booked',
    'ada@example.test: booked',
    'somebody@example.test: booked',
    'eve@example.test: booked',
  ]);
});

const titled = (quirks: Quirks) => [JSON.stringify(quirks), quirks] as const;

test.each(singleQuirks.map(titled))('the whole job ends as it must under %s', (title, quirks) =>
  expectEnd(quirks, title),
);

const seeds = Array.from({ length: isLongRun ? 200 : 3 }, (_, index) => index + 1);

test.each(seeds)('the whole job ends as it must under the combination of seed %i', async (seed) => {
  const quirks = combinationOf(seed, endingQuirks);
  await expectEnd(quirks, `seed ${seed}, ${JSON.stringify(quirks)}`);
});
