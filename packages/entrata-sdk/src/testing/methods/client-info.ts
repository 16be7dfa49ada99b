import type { Method } from './method.js';

/** `getClientInfo` (ILS): who owns the token. `cid` is a number. */
export const getClientInfo: Method = ({ company }) => ({
  result: { cid: Number(company.cid), companyName: company.name, subdomain: company.subdomain },
});
