export { type ProbeInput, probe } from './probe.js';
export type {
  Difference,
  DifferenceKind,
  ProbeCall,
  ProbedJoin,
  ProbedOperation,
  ProbeFailure,
  ProbeReport,
} from './report.js';
