import { AssertionError } from 'node:assert';
import { describe, expect, test } from 'vitest';
import { taskQueueContract } from '../../src/testing/task-queue-contract.js';
import { breakages } from './support/breakages.js';
import { createBrokenSubject } from './support/broken-subject.js';

const caseNamed = (name: string) => {
  const found = taskQueueContract.find((one) => one.name === name);
  if (found === undefined) throw new Error(`No case is named "${name}"`);
  return found;
};

describe('the contract refuses a queue that', () => {
  for (const [name, { how, bitten }] of Object.entries(breakages))
    test.concurrent(`${name}`, async () => {
      for (const bite of bitten) {
        const outcome = await caseNamed(bite)
          .run(createBrokenSubject(how))
          .catch((error: unknown) => error);
        expect(outcome, bite).toBeInstanceOf(AssertionError);
      }
    });
});

test('every case of the contract refuses some broken queue', () => {
  const bitten = Object.values(breakages).flatMap((breakage) => breakage.bitten);
  expect([...new Set(bitten)].sort()).toEqual(taskQueueContract.map(({ name }) => name).sort());
});
