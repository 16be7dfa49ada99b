// What the first call loads: everything that needs zod, luxon or p-retry.

export { approveProperty } from './approval/approve-property.js';
export { callOther } from './call/call-other.js';
export { iterateLeadEvents, iterateLeads, lookUpLeads } from './leads/find-leads.js';
export { getLeadPickLists } from './leads/get-lead-pick-lists.js';
export { sendLead } from './leads/send-lead.js';
export { updateLead } from './leads/update-lead.js';
export { exchangeCode } from './oauth/exchange-code.js';
export { getClientInfo } from './oauth/get-client-info.js';
export { getListings } from './properties/get-listings.js';
export { getProperties } from './properties/get-properties.js';
export { getTourAvailability } from './tours/get-tour-availability.js';
