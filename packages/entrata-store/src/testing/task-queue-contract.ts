import { failureCases } from './task-cases/failure-cases.js';
import { fairnessCases } from './task-cases/fairness-cases.js';
import { leaseCases } from './task-cases/lease-cases.js';
import { listCases } from './task-cases/list-cases.js';
import { openKeyCases } from './task-cases/open-key-cases.js';
import { runCases } from './task-cases/run-cases.js';
import { stopCases } from './task-cases/stop-cases.js';
import type { TaskQueueCase } from './task-cases/task-queue-case.js';

/** Everything that flows rely on, one promise a case. */
export const taskQueueContract: readonly TaskQueueCase[] = [
  ...runCases,
  ...openKeyCases,
  ...failureCases,
  ...leaseCases,
  ...fairnessCases,
  ...stopCases,
  ...listCases,
];
