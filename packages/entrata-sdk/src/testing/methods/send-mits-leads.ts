import { listOf, objectOf, type WireObject } from '../protocol/wire-value.js';
import type { Method } from './method.js';
import { takeProspects } from './send-leads.js';

/**
 * `sendMitsLeads` r1: leads in the tree of MITS, under the rules of `sendLeads`. Its events are kept as nothing: what
 * clients send there are tours that have been.
 */
export const sendMitsLeads: Method = (call) => {
  const given = listOf(objectOf(call.params.Prospects).Prospect);
  const { code, records } = takeProspects(call, given.map(asProspect));
  const Prospect = records.map(({ node, applicationId, applicantId, status, message }) => ({
    '@attributes': {
      node,
      reference_id: applicationId ?? '',
      applicant_id: applicantId ?? '',
      status: String(status),
      message,
    },
  }));
  return { code, result: { Prospects: { Prospect } } };
};

/** The same prospect as `sendLeads` has it. */
function asProspect({ Customers, LastUpdateDate, customerPreferences }: WireObject): WireObject {
  const customers = listOf(objectOf(Customers).Customer).map(({ Name, Phone, Email }) => {
    const { FirstName: firstName, LastName: lastName } = objectOf(Name);
    const personalPhoneNumber = listOf(Phone)[0]?.PhoneNumber;
    return { name: { firstName, lastName }, phone: { personalPhoneNumber }, email: Email };
  });
  return { createdDate: LastUpdateDate, customers: { customer: customers }, customerPreferences };
}
