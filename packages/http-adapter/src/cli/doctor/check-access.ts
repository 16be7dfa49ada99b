import type { Auth, Entrata } from 'entrata-sdk';
import { adviceFor } from './advice.js';
import { type Finding, failed, nameOf, ok, skipped } from './finding.js';

/** Whether Entrata takes the client's token or key, and whose it is. */
export async function checkAccess(
  entrata: Entrata | undefined,
  subdomain: string | undefined,
  auth: Auth | undefined,
): Promise<Finding> {
  const check = "client's credential";
  if (entrata === undefined) return skipped(check, 'Give options that createEntrata accepts.');
  if (auth === undefined) {
    return skipped(check, 'Set ENTRATA_ACCESS_TOKEN or ENTRATA_API_KEY, and give --subdomain.');
  }
  if (subdomain === undefined) return skipped(check, "Give --subdomain, the client's at Entrata.");
  try {
    if (auth.kind === 'bearer' && typeof auth.token !== 'function') {
      const info = await entrata.oauth.getClientInfo({ subdomain, accessToken: auth.token });
      return ok(check, `the token is ${info.companyName ?? info.subdomain}'s, cid ${info.cid}`);
    }
    const properties = await entrata.client({ subdomain, auth }).getProperties();
    return ok(check, `the key sees ${properties.length} properties`);
  } catch (error) {
    return failed(check, `refused or unreadable: ${nameOf(error)}`, adviceFor(error));
  }
}
