// What the first call loads: everything that needs zod, luxon or p-retry.

export { getClientInfo } from '../oauth/client-info.js';
export { exchangeCode } from '../oauth/exchange-code.js';
export { approveProperty } from './approve-property.js';
export { findLeadEvents, findLeads, lookUpLeads } from './find-leads.js';
export { getLeadPickLists } from './get-lead-pick-lists.js';
export { getProperties } from './get-properties.js';
export { getPropertyUnits } from './get-property-units.js';
export { getTourAvailability } from './get-tour-availability.js';
export { sendLead } from './send-lead.js';
export { updateLead } from './update-lead.js';
