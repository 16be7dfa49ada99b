import { type Auth, type Entrata, type EntrataClient, isEntrataError } from 'entrata-sdk';
import type { Terminal } from '../terminal.js';
import { type Finding, failed, nameOf, ok, skipped } from './finding.js';

/**
 * The partner's own id and secret can only be proven by exchanging a webhook's code, which works once; so here
 * their being there is all that is looked at.
 */
export function checkPartner({ env }: Terminal): Finding {
  const check = 'partner credentials';
  const missing = ['ENTRATA_CLIENT_ID', 'ENTRATA_CLIENT_SECRET'].filter((name) => !env[name]);
  if (missing.length === 2) {
    return skipped(check, 'Set ENTRATA_CLIENT_ID and ENTRATA_CLIENT_SECRET, which webhooks need.');
  }
  if (missing.length === 1) {
    return failed(check, `${missing[0]} is not set`, 'Set it: both are needed to exchange a code.');
  }
  const padded = ['ENTRATA_CLIENT_ID', 'ENTRATA_CLIENT_SECRET'].find(
    (name) => env[name] !== env[name]?.trim(),
  );
  if (padded !== undefined) {
    return failed(check, `${padded} begins or ends with a space or line break`, 'Copy it again without.');
  }
  return ok(check, 'both are set; Entrata tells at the first webhook whether they are right');
}

/** Whether Entrata takes the client's token or key, and whose it is. */
export async function checkAccess(
  entrata: Entrata,
  subdomain: string | undefined,
  auth: Auth | undefined,
): Promise<Finding> {
  const check = "client's credential";
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

/** Whether the lead source that bookings are counted under exists at this property. */
export async function checkLeadSource(
  client: EntrataClient | undefined,
  propertyId: string | undefined,
  id: string | undefined,
): Promise<Finding> {
  const check = 'lead source';
  if (id === undefined || id === '') {
    return skipped(
      check,
      'Give --lead-source (or set LEAD_SOURCE_ID): without one Entrata counts bookings under none.',
    );
  }
  if (client === undefined || propertyId === undefined) {
    return skipped(
      check,
      'Give a credential, --subdomain and --property: lead sources are listed per property.',
    );
  }
  try {
    const { leadSources } = await client.getLeadPickLists({ propertyId });
    const source = leadSources.find((each) => each.id === id);
    if (source !== undefined) return ok(check, `${id} is "${source.name}"`);
    const choices = leadSources.map((each) => `${each.id} "${each.name}"`).join(', ');
    return failed(
      check,
      `${id} is none of this property's`,
      `Use one of: ${choices || 'none is listed; ask the client'}.`,
    );
  } catch (error) {
    if (isEntrataError(error, 'not_configured')) {
      return skipped(
        check,
        'An OAuth token has no known way to list lead sources; ask the client for the id.',
      );
    }
    return failed(check, `cannot be listed: ${nameOf(error)}`, adviceFor(error));
  }
}

function adviceFor(error: unknown): string {
  if (!isEntrataError(error)) return 'This is a mistake of ours; please report it.';
  switch (error.code) {
    case 'unauthorized':
      return "Entrata refuses it: the client's administrator has to authorise again, or the variable holds an old value.";
    case 'forbidden':
      return 'It is known but may not do this: ask Entrata for the permission, or check that the subdomain is its own.';
    case 'invalid_input':
      return error.message;
    case 'rate_limited':
      return 'Wait for the limit to pass and look again.';
    case 'not_configured':
      return error.message;
    default:
      return 'Look again; when it stays, check the subdomain and the network.';
  }
}
