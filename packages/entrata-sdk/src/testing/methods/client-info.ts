import { idOf } from '../protocol/wire-value.js';
import type { Method } from './method.js';

/** `getClientInfo` (ILS): who owns the token. `cid` is a number. */
export const getClientInfo: Method = ({ company }) => ({
  result: { cid: idOf(company.cid), companyName: company.name, subdomain: company.subdomain },
});
