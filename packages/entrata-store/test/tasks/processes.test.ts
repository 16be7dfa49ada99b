import { engines } from '../support/databases.js';
import { isLongRun, standsForAll } from '../support/level.js';
import { declareProcesses } from './support/declare-processes.js';

// On the servers, connections of one process are as far apart as those of two: the contract itself runs on several.
await declareProcesses(isLongRun ? 4 : 2, engines.filter(standsForAll));
