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

/** The names of those of the cases that refuse a store with this fault. */
async function casesAgainst({ apply }: Pick<Fault, 'apply'>, cases = storeContract): Promise<string[]> {
  const store = apply(createMemoryStore());
  const refusals: string[] = [];
  for (const { name, run } of cases) {
    const open = async () => apply(createMemoryStore());
    await run({ store, other: store, open, capabilities }).catch(() => refusals.push(name));
  }
  return refusals;
}

/** The repository that a case or a fault is of: `viewings` of `viewings.open: ...`. */
const subjectOf = (name: string) => /^\w+(?=\.)/.exec(name)?.[0];

test('a sound store is refused by no case', async () => {
  expect(await casesAgainst({ apply: (store) => store })).toEqual([]);
});

test('every fault is caught, and every case catches one', { timeout: 600_000 }, async () => {
  const caught = new Set<string>();
  const missed: string[] = [];
  const isIdle = ({ name }: { readonly name: string }) => !caught.has(name);
  // Those of its own repository first, which nearly always tell; then what nothing has told yet.
  for (const { what, apply } of faults) {
    const isNear = ({ name }: { readonly name: string }) => subjectOf(name) === subjectOf(what);
    let refusals = await casesAgainst({ apply }, storeContract.filter(isNear));
    if (refusals.length === 0) refusals = await casesAgainst({ apply });
    if (refusals.length === 0) missed.push(what);
    for (const name of refusals) caught.add(name);
  }
  for (const fault of faults) {
    const idle = storeContract.filter(isIdle);
    if (idle.length === 0) break;
    for (const name of await casesAgainst(fault, idle)) caught.add(name);
  }
  const idle = storeContract.filter(isIdle).map(({ name }) => name);
  expect({ missed, idle }).toEqual({ missed: [], idle: [] });
});
