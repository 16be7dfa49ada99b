import { createMemoryStore, type Store } from 'entrata-store';
import { fullCapabilities, storeContract } from 'entrata-store/testing';
import { createTimedStore } from './timed-store.js';

/** Runs every promise of the contract on stores that `open` makes; gives the names of those that do not hold. */
async function brokenPromises(open: () => Store): Promise<string[]> {
  const broken: string[] = [];
  for (const { name, run } of storeContract) {
    const store = open();
    try {
      // One connection to the data is all there is, so the second store of a case is the first.
      await run({ store, other: store, capabilities: fullCapabilities, open: async () => open() });
    } catch {
      broken.push(name);
    }
    await store.close();
  }
  return broken;
}

const calls = new Map<string, number>();
const open = () =>
  createTimedStore(createMemoryStore(), (name) => calls.set(name, (calls.get(name) ?? 0) + 1));

const broken = await brokenPromises(open);
console.log(`own store: ${storeContract.length - broken.length} of ${storeContract.length} promises kept`);
for (const name of broken) console.log(`  broken: ${name}`);
console.log(
  `calls seen: ${[...calls.keys()].length > 20 ? 'of more than 20 methods' : [...calls.keys()].join(', ')}`,
);

// The contract bites: with a store that lets everybody claim a code, one code would be exchanged twice.
const careless = await brokenPromises(() => {
  const store = createMemoryStore();
  const claim = async () => ({ state: 'claimed', fence: 1 }) as const;
  return { ...store, oauthCodes: { ...store.oauthCodes, claim } };
});
console.log(`careless store: ${careless.length > 0 ? 'refused' : 'accepted'}`);
if (broken.length > 0 || careless.length === 0) process.exitCode = 1;
