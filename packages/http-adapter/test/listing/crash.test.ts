import { declareCrashes } from './support/declare-crashes.js';

// On the servers at the first instants alone; crash.full.ts takes every one.
await declareCrashes(
  ({ step }, { database }) => database === 'sqlite' || step === 'webhook.logged' || step === 'code.kept',
);
