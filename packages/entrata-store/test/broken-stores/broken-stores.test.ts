import { expect, test } from 'vitest';
import { createMemoryStore } from '../../src/index.js';
import { fullCapabilities } from '../../src/testing/cases/contract-case.js';
import { storeContract } from '../../src/testing/store-contract.js';
import { clientFaults } from './client-faults.js';
import type { Fault } from './fault.js';
import { listingFaults } from './listing-faults.js';
import { storeFaults } from './store-faults.js';
import { viewingFaults } from './viewing-faults.js';
import { webhookFaults } from './webhook-faults.js';

const faults: readonly Fault[] = [
  ...clientFaults,
  ...listingFaults,
  ...viewingFaults,
  ...webhookFaults,
  ...storeFaults,
];

const capabilities = { ...fullCapabilities, longTextCharacters: 100_000 };

/** The names of the cases that refuse a store with this fault. */
async function casesAgainst({ apply }: Fault): Promise<string[]> {
  const store = apply(createMemoryStore());
  const refusals: string[] = [];
  for (const { name, run } of storeContract) {
    const open = async () => apply(createMemoryStore());
    await run({ store, other: store, open, capabilities }).catch(() => refusals.push(name));
  }
  return refusals;
}

test('a sound store is refused by no case', async () => {
  expect(await casesAgainst({ what: 'nothing', apply: (store) => store })).toEqual([]);
});

test('every fault is caught, and every case catches one', { timeout: 600_000 }, async () => {
  const caught = new Set<string>();
  const missed: string[] = [];
  for (const fault of faults) {
    const cases = await casesAgainst(fault);
    if (cases.length === 0) missed.push(fault.what);
    for (const name of cases) caught.add(name);
  }
  const idle = storeContract.map(({ name }) => name).filter((name) => !caught.has(name));
  expect({ missed, idle }).toEqual({ missed: [], idle: [] });
});
