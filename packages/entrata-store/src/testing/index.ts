export {
  type ContractCase,
  type ContractSubject,
  fullCapabilities,
  type StoreCapabilities,
  storeContract,
} from './store-contract.js';
export { type TaskQueueCase, type TaskQueueSubject, taskQueueContract } from './task-queue-contract.js';
