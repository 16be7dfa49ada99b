import type { getClientInfo } from '../oauth/client-info.js';
import type { exchangeCode } from '../oauth/exchange-code.js';
import type { approveProperty } from './approve-property.js';
import type { findLeadEvents, findLeads } from './find-leads.js';
import type { getLeadPickLists } from './get-lead-pick-lists.js';
import type { getProperties } from './get-properties.js';
import type { getPropertyUnits } from './get-property-units.js';
import type { getTourAvailability } from './get-tour-availability.js';
import type { sendLead } from './send-lead.js';
import type { updateLead } from './update-lead.js';

/** What `operations.ts` gives once it is loaded. */
export interface Operations {
  readonly approveProperty: typeof approveProperty;
  readonly exchangeCode: typeof exchangeCode;
  readonly findLeadEvents: typeof findLeadEvents;
  readonly findLeads: typeof findLeads;
  readonly getClientInfo: typeof getClientInfo;
  readonly getLeadPickLists: typeof getLeadPickLists;
  readonly getProperties: typeof getProperties;
  readonly getPropertyUnits: typeof getPropertyUnits;
  readonly getTourAvailability: typeof getTourAvailability;
  readonly sendLead: typeof sendLead;
  readonly updateLead: typeof updateLead;
}
