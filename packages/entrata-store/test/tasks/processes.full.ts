import { declareProcesses } from './support/declare-processes.js';

await declareProcesses(4);
