import { Refusal } from '../protocol/refusal.js';
import { idsOf } from '../protocol/wire-value.js';
import { chosenProperties } from './get-properties.js';
import type { Method } from './method.js';

/** `getWebsites` r1: one marketing site a property, all on the company's domain. */
export const getWebsites: Method = (call) => {
  if (idsOf(call.params.propertyIds).length === 0) throw new Refusal(400, 'propertyIds is required.');
  const website = chosenProperties(call).map(({ id, name }) => ({
    id: `${id}9`,
    name,
    subdomain: `${call.company.subdomain}-${id}`,
    isCorporateWebsite: 0,
    websiteProperties: { websiteProperty: [{ propertyId: id, propertyName: name }] },
    websiteDomains: {
      websiteDomain: [{ domain: `${call.company.subdomain}.example.test`, isPrimary: 1, isSecure: true }],
    },
  }));
  return { result: { websites: { website } } };
};
