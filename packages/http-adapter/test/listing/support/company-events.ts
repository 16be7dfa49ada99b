import type { WebhookToSend } from 'entrata-sdk/testing';
import type { PropertyRecord } from 'entrata-store';
import type { CompanyRig } from '../../support/on-each-database.js';
import type { WebhookResult } from '../../support/rig.js';

type More = Partial<WebhookToSend>;

/** Sends a webhook about the company's first property, without a code. */
export function send(rig: CompanyRig, requestType: string, more: More = {}): Promise<WebhookResult> {
  const { subdomain } = rig.company;
  return rig.send({ requestType, subdomain, propertyId: rig.propertyId, withCode: false, ...more });
}

/** Sends an ACTIVATION of the company's first property, with a fresh code. */
export function activate(rig: CompanyRig, more: More = {}): Promise<WebhookResult> {
  return send(rig, 'ACTIVATION', { withCode: true, ...more });
}

export async function propertyOf(
  rig: CompanyRig,
  propertyId = rig.propertyId,
): Promise<PropertyRecord | undefined> {
  const client = await rig.store.clients.findByCid(rig.company.cid);
  return rig.store.properties.findByEntrataId(client?.id ?? '', propertyId);
}

export async function houseStatuses(rig: CompanyRig): Promise<readonly string[]> {
  const client = await rig.store.clients.findByCid(rig.company.cid);
  const { items } = await rig.store.houses.list({ clientId: client?.id ?? '' });
  return items.map(({ status }) => status);
}

/** The calls that the sandbox received, but for those about companies of other tests, whose tasks any worker does. */
export const callsOf = (rig: CompanyRig) =>
  rig.sandbox.journal.filter(({ subdomain = rig.company.subdomain }) => subdomain === rig.company.subdomain);

/** How often the sandbox was asked to exchange a code. */
export const exchanges = (rig: CompanyRig): number =>
  rig.sandbox.journal.filter(({ method }) => method === 'getAccessToken').length;

export async function tokenOf(rig: CompanyRig) {
  const client = await rig.store.clients.findByCid(rig.company.cid);
  return { token: client?.accessToken?.reveal(), version: client?.tokenVersion, client };
}
