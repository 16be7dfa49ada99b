import { declareCrashes } from './support/declare-crashes.js';

await declareCrashes(() => true);
