export { type ContractCase, type ContractSubject, storeContract } from './store-contract.js';
