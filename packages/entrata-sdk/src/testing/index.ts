export type {
  SandboxCompany,
  SandboxFloorPlan,
  SandboxProperty,
  SandboxTours,
  SandboxUnit,
} from './company.js';
export { demoCompanies } from './demo-companies.js';
export { FakeEntrata } from './fake-entrata.js';
export type { Fault, FaultScript, ScriptedFault } from './fault.js';
export type { JournalEntry } from './journal.js';
export type { Approval, LedgerAppointment, LedgerLead, LedgerView } from './ledger-entry.js';
export type {
  FakeEntrataOptions,
  SandboxClock,
  SandboxServer,
  WebhookAnswer,
  WebhookToSend,
} from './options.js';
