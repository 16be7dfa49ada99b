import { idOf } from '../protocol/wire-value.js';
import type { Method } from './method.js';

/** `getAccessibleClients` (appinfo): whom the API key opens. It is posted to the orgs value `rsync`. */
export const getAccessibleClients: Method = ({ company: { subdomain, cid, name } }) => ({
  result: { orgs: [{ subdomain, id: idOf(cid), name }] },
});
