import { afterAll, beforeAll, describe, test } from 'vitest';
import { taskQueueContract } from '../../src/testing/task-queue-contract.js';
import { describeOnEachDatabase, type OpenDatabase } from '../support/databases.js';
import {
  migrateAt,
  type OpenTaskSubject,
  openMemorySubject,
  openSqlSubject,
} from './support/task-subject.js';

function declareCases(open: () => OpenTaskSubject): void {
  // They wait for polls and leases more than they work, and each has a kind of its own.
  for (const { name, run } of taskQueueContract)
    test.concurrent(name, async () => {
      const subject = open();
      try {
        await run(subject);
      } finally {
        await subject.close();
      }
    });
}

describe('the task queue in memory', () => declareCases(openMemorySubject));

await describeOnEachDatabase('the task queue', (database) => {
  let opened: OpenDatabase;
  beforeAll(async () => {
    opened = await database.open();
    await migrateAt(opened.address);
  });
  afterAll(() => opened.drop());
  declareCases(() => openSqlSubject(opened.address, 3));
});
