export { type DemoCity, demoCities } from './companies/city.js';
export type {
  SandboxCompany,
  SandboxFloorPlan,
  SandboxLeadSource,
  SandboxProperty,
  SandboxSpace,
  SandboxTours,
  SandboxUnit,
} from './companies/company.js';
export { demoCompanies } from './companies/demo-companies.js';
export { type CompanyPlan, makeCompany } from './companies/make-company.js';
export { makeProperty, usualTours } from './companies/make-property.js';
export { demoLeadSources } from './companies/pick-list-data.js';
export { FakeEntrata } from './fake-entrata.js';
export type { Fault, FaultScript, ScriptedFault } from './faults/fault.js';
export { someOf } from './faults/some-of.js';
export { callWebhook, writeWebhookQuery } from './http/send-webhook.js';
export type { JournalEntry } from './journal/journal.js';
export type { Approval, LedgerAppointment, LedgerLead, LedgerView } from './ledger/ledger-entry.js';
export type {
  FakeEntrataOptions,
  SandboxClock,
  SandboxServer,
  WebhookAnswer,
  WebhookFields,
  WebhookToSend,
} from './options.js';
export { type Quirks, quirkValues } from './protocol/quirks.js';
export type { QuotaLimits } from './protocol/quota.js';
