import { afterAll, beforeAll, describe, test } from 'vitest';
import { createMemoryStore } from '../src/memory/memory-store.js';
import { fullCapabilities } from '../src/testing/cases/contract-case.js';
import { storeContract } from '../src/testing/store-contract.js';
import { describeOnEachDatabase } from './support/databases.js';
import { type OpenSubject, openSubject } from './support/subjects.js';

describe('the store contract in memory', () => {
  const store = createMemoryStore();
  const subject = {
    store,
    other: store,
    capabilities: fullCapabilities,
    open: async () => createMemoryStore(),
  };
  for (const { name, run } of storeContract) test(name, () => run(subject));
});

await describeOnEachDatabase('the store contract', (database) => {
  let subject: OpenSubject;
  beforeAll(async () => {
    subject = await openSubject(database);
  });
  afterAll(() => subject.drop());
  for (const { name, run } of storeContract) test(name, () => run(subject));
});
