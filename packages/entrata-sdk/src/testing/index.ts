export { type DemoCity, demoCities } from './city.js';
export type {
  SandboxCompany,
  SandboxFloorPlan,
  SandboxLeadSource,
  SandboxProperty,
  SandboxTours,
  SandboxUnit,
} from './company.js';
export { demoCompanies } from './demo-companies.js';
export { FakeEntrata } from './fake-entrata.js';
export type { Fault, FaultScript, ScriptedFault } from './fault.js';
export type { JournalEntry } from './journal.js';
export type { Approval, LedgerAppointment, LedgerLead, LedgerView } from './ledger-entry.js';
export { type CompanyPlan, makeCompany } from './make-company.js';
export { makeProperty, usualTours } from './make-property.js';
export type {
  FakeEntrataOptions,
  SandboxClock,
  SandboxServer,
  WebhookAnswer,
  WebhookToSend,
} from './options.js';
export { demoLeadSources } from './pick-list-data.js';
export type { Quirks } from './quirks.js';
export type { QuotaLimits } from './quota.js';
export { someOf } from './some-of.js';
