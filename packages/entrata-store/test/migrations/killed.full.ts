import { killUpgrades } from './kill-upgrades.js';

await killUpgrades((writes) => Array.from({ length: writes }, (_, place) => place + 1));
