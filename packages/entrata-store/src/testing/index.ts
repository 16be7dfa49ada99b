export {
  type ContractCase,
  type ContractSubject,
  fullCapabilities,
  type StoreCapabilities,
  storeContract,
} from './store-contract.js';
