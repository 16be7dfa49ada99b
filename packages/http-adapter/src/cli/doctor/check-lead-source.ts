import { type EntrataClient, isEntrataError } from 'entrata-sdk';
import { adviceFor } from './advice.js';
import { type Finding, failed, nameOf, ok, skipped } from './finding.js';

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
