import { createMemoryStore } from '../../../src/memory/memory-store.js';

const store = createMemoryStore();
const worker = store.tasks.work({ a: async () => console.log('ran') });
await store.tasks.enqueue({ kind: 'a', payload: {} });
await worker.idle();
await worker.stop();
// The store stays open: nothing of a stopped worker may keep this process.
console.log('stopped');
