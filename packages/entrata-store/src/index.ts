export { type AesGcmOptions, aesGcmCipher, type Cipher } from './core/cipher.js';
export { isStoreError, StoreError, type StoreErrorCode, type StoreErrorReason } from './core/errors.js';
export { createIdSource } from './core/id-source.js';
export { type Secret, secret } from './core/secret.js';
export type { UnreadableValue } from './core/unreadable.js';
export { createMemoryStore, type MemoryStoreOptions } from './memory/memory-store.js';
export type * from './repositories.js';
export {
  appointmentStates,
  approvalStates,
  clientStatuses,
  desiredStates,
  houseStatuses,
  oauthCodeStates,
  propertyStates,
  senderVerdicts,
  tourTypes,
  viewingStatuses,
  webhookOutcomes,
} from './repositories.js';
export type { Store, StoreTransaction } from './store.js';
export { textWidths } from './tables.js';
export type * from './tasks/task-queue.js';
export { taskStatuses } from './tasks/task-queue.js';
