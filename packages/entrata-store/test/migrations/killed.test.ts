import { killUpgrades } from './kill-upgrades.js';

// At the first, the last and one in between; killed.full.ts takes every one.
await killUpgrades((writes) => [1, Math.ceil(writes / 2), writes]);
