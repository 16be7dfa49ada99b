import { isLongRun, standsForAll } from '../support/level.js';
import { killUpgrades } from './kill-upgrades.js';

// At one in between, and where one engine stands for all at the first and the last too; in the long run at every one.
await killUpgrades((writes, database) => {
  if (isLongRun) return Array.from({ length: writes }, (_, place) => place + 1);
  const middle = Math.ceil(writes / 2);
  return standsForAll(database) ? [1, middle, writes] : [middle];
});
