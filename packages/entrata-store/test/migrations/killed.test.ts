import { isLongRun } from '../support/level.js';
import { killUpgrades } from './kill-upgrades.js';

// At the first, the last and one in between; in the long run at every one.
await killUpgrades((writes) =>
  isLongRun ? Array.from({ length: writes }, (_, place) => place + 1) : [1, Math.ceil(writes / 2), writes],
);
