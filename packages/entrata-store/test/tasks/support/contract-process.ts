import { taskQueueContract } from '../../../src/testing/task-queue-contract.js';
import type { DatabaseAddress } from '../../support/databases.js';
import { readInput, tellParent } from '../soak/in-child.js';
import { openSqlSubject } from './task-subject.js';

export interface ContractReport {
  readonly passed: number;
  readonly failures: readonly string[];
}

const casesAtOnce = 3;

/** Runs the whole contract in this process, several cases at a time. */
async function runContract(address: DatabaseAddress): Promise<ContractReport> {
  const failures: string[] = [];
  let passed = 0;
  const cases = taskQueueContract.values();
  const runSome = async () => {
    for (const { name, run } of cases) {
      const subject = openSqlSubject(address, 3);
      try {
        // So many share one table that each waits its turn for long.
        await run({ ...subject, patienceMs: 300_000 });
        passed += 1;
      } catch (error) {
        failures.push(`${name}: ${error instanceof Error ? error.stack : String(error)}`);
      } finally {
        await subject.close();
      }
    }
  };
  await Promise.all(Array.from({ length: casesAtOnce }, runSome));
  return { passed, failures };
}

tellParent('ready');
const report = await runContract(readInput<DatabaseAddress>());
process.send?.(report, () => process.disconnect());
