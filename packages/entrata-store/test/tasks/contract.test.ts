import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'vitest';
import { taskQueueContract } from '../../src/testing/task-queue-contract.js';
import { describeOnEachDatabase, type OpenDatabase } from '../support/databases.js';
import {
  migrateAt,
  type OpenTaskSubject,
  openMemorySubject,
  openSqlSubject,
} from './support/task-subject.js';

function declareCases(open: () => OpenTaskSubject): void {
  let subject: OpenTaskSubject;
  beforeEach(() => {
    subject = open();
  });
  afterEach(() => subject.close());
  for (const { name, run } of taskQueueContract) test(name, () => run(subject));
}

describe('the task queue in memory', () => declareCases(openMemorySubject));

await describeOnEachDatabase('the task queue', (database) => {
  let opened: OpenDatabase;
  beforeAll(async () => {
    opened = await database.open();
    await migrateAt(opened.address);
  });
  afterAll(() => opened.drop());
  declareCases(() => openSqlSubject(opened.address));
});
