import { makeCompany, type SandboxCompany, type SandboxProperty } from 'entrata-sdk/testing';
import type { ClientRecord } from 'entrata-store';
import { type CompanyRig, freshCompany } from './on-each-database.js';

export type Changeable<T> = { -readonly [K in keyof T]: T[K] };

/** A company whose properties a test may change while the sandbox serves them. */
export function changeableCompany(count: number) {
  const { cid } = freshCompany(0);
  const made = makeCompany({ cid, properties: count });
  const properties = made.properties.map((property): Changeable<SandboxProperty> => ({ ...property }));
  const company: SandboxCompany = { ...made, properties };
  return { company, properties };
}

export async function activateAll(rig: CompanyRig, company: SandboxCompany): Promise<ClientRecord> {
  for (const { id } of company.properties) {
    await rig.send({ requestType: 'ACTIVATION', subdomain: company.subdomain, propertyId: id });
  }
  await rig.settled();
  const client = await rig.store.clients.findByCid(company.cid);
  if (client === undefined) throw new Error('the client is missing');
  return client;
}
