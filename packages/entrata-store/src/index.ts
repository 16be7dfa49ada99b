export { isStoreError, StoreError, type StoreErrorCode } from './errors.js';
export type * from './records.js';
export type * from './repositories.js';
export { type Secret, secret } from './secret.js';
export type { Store, StoreTransaction } from './store.js';
export type * from './tasks/task-queue.js';
