import { badInputCases } from './cases/bad-input-cases.js';
import { clientCases } from './cases/client-cases.js';
import type { ContractCase } from './cases/contract-case.js';
import { houseCases } from './cases/house-cases.js';
import { oauthCodeCases } from './cases/oauth-code-cases.js';
import { propertyEventCases } from './cases/property-event-cases.js';
import { propertyOutcomeCases } from './cases/property-outcome-cases.js';
import { transactionCases } from './cases/transaction-cases.js';
import { userCases } from './cases/user-cases.js';
import { valueCases } from './cases/value-cases.js';
import { viewingCancelCases } from './cases/viewing-cancel-cases.js';
import { viewingListCases } from './cases/viewing-list-cases.js';
import { viewingOpeningCases } from './cases/viewing-opening-cases.js';
import { viewingStateCases } from './cases/viewing-state-cases.js';
import { webhookCases } from './cases/webhook-cases.js';

/** Everything the flows rely on, one promise a case. */
export const storeContract: readonly ContractCase[] = [
  ...userCases,
  ...clientCases,
  ...propertyEventCases,
  ...propertyOutcomeCases,
  ...houseCases,
  ...viewingOpeningCases,
  ...viewingStateCases,
  ...viewingCancelCases,
  ...viewingListCases,
  ...webhookCases,
  ...oauthCodeCases,
  ...valueCases,
  ...badInputCases,
  ...transactionCases,
];
