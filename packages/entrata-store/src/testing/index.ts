export {
  type ContractCase,
  type ContractSubject,
  fullCapabilities,
  type StoreCapabilities,
} from './cases/contract-case.js';
export { storeContract } from './store-contract.js';
export type { TaskQueueCase, TaskQueueSubject } from './task-cases/task-queue-case.js';
export { taskQueueContract } from './task-queue-contract.js';
