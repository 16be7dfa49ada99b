export {
  type ContractCase,
  type ContractSubject,
  fullCapabilities,
  type StoreCapabilities,
} from './contract-case.js';
export { storeContract } from './store-contract.js';
export { type TaskQueueCase, type TaskQueueSubject, taskQueueContract } from './task-queue-contract.js';
