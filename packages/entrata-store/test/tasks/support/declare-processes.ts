import { afterAll, beforeAll, expect, test } from 'vitest';
import { taskQueueContract } from '../../../src/testing/task-queue-contract.js';
import { type DatabaseName, describeOnEachDatabase, type OpenDatabase } from '../../support/databases.js';
import { startChild } from '../soak/child-process.js';
import type { ContractReport } from './contract-process.js';
import { migrateAt } from './task-subject.js';

/** What one process that runs the contract says in the end. */
function runContractInChild(opened: OpenDatabase): Promise<ContractReport> {
  const child = startChild(new URL('./contract-process.ts', import.meta.url), opened.address);
  return new Promise((resolve, reject) => {
    child.onMessage((report) => resolve(report as ContractReport));
    void child.exited.then(() => reject(new Error('The process ended without a report')));
  });
}

/** Runs the contract in so many processes at once on one table. */
export const declareProcesses = (processes: number, on: readonly DatabaseName[]) =>
  describeOnEachDatabase(
    'the contract of the task queue',
    (database) => {
      let opened: OpenDatabase;
      beforeAll(async () => {
        opened = await database.open();
        await migrateAt(opened.address);
      });
      afterAll(() => opened.drop());

      test(`holds in ${processes} processes on one table`, async () => {
        const reports = await Promise.all(
          Array.from({ length: processes }, () => runContractInChild(opened)),
        );
        for (const report of reports)
          expect(report).toEqual({ passed: taskQueueContract.length, failures: [] });
      }, 600_000);
    },
    on,
  );
