import { afterAll, beforeAll, test } from 'vitest';
import { storeContract } from '../../src/testing/store-contract.js';
import { describeOnOneDatabase } from '../support/databases.js';
import { type OpenSubject, openSubject } from '../support/subjects.js';
import { openStoreInChild } from './store-in-child.js';

// On the servers, two pools of one process, which the contract runs on, are as far apart.
await describeOnOneDatabase('the store contract across two processes', (database) => {
  let subject: OpenSubject;
  let child: ReturnType<typeof openStoreInChild>;
  beforeAll(async () => {
    subject = await openSubject(database);
    child = openStoreInChild(subject.database.address, subject.other);
    await child.store.users.list();
  });
  afterAll(async () => {
    await child.close();
    await subject.drop();
  });
  for (const { name, run } of storeContract) test(name, () => run({ ...subject, other: child.store }));
});
