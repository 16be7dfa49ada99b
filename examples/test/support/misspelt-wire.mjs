// A wire profile with a name that is none.
const sendLeads = { service: 'leads', method: 'sendLeads', slotDateField: 'day', slotTimeFeild: 'time' };

export const wire = { ils: { sendLeads } };
