export { type AesGcmOptions, aesGcmCipher, type Cipher } from './cipher.js';
export { isStoreError, StoreError, type StoreErrorCode } from './errors.js';
export { createIdSource } from './id-source.js';
export { createMemoryStore, type MemoryStoreOptions } from './memory/memory-store.js';
export type * from './records.js';
export type * from './repositories.js';
export { type Secret, secret } from './secret.js';
export type { Store, StoreTransaction } from './store.js';
export type * from './tasks/task-queue.js';
