import { isLongRun } from '../support/level.js';
import { declareProcesses } from './support/declare-processes.js';

await declareProcesses(isLongRun ? 4 : 2);
