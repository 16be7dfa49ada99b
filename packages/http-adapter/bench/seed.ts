import { type Store, secret } from 'entrata-store';
import { enqueueReconcile } from '../src/listing/reconcile-task.js';

export interface Seed {
  readonly cid: string;
  readonly token: string;
  readonly properties: number;
  /** `waiting`: each property has a task that fetches it. `active`: they are there to be refreshed. */
  readonly as: 'waiting' | 'active';
}

const propertiesAtOnce = 500;

/** A client with its properties, as after its webhooks; returns the client's id. */
export async function seed(store: Store, { cid, token, properties, as }: Seed): Promise<string> {
  const { client } = await store.clients.connect({
    cid,
    subdomain: `company-${cid}`,
    companyName: 'Bench Company',
    token: { accessToken: secret(token), expiresAt: undefined },
    agent: { name: 'Bench Agent' },
  });
  const clientId = client.id;
  for (let first = 0; first < properties; first += propertiesAtOnce) {
    await store.transaction(async (tx) => {
      for (let index = first; index < Math.min(properties, first + propertiesAtOnce); index++) {
        const propertyId = String(Number(cid) * 10_000 + index);
        const event = { clientId, propertyId, desiredState: 'active', fingerprint: propertyId } as const;
        const { property } = await tx.properties.recordEvent(event);
        if (as === 'waiting') await enqueueReconcile(tx.tasks, property);
        else await tx.properties.markReconciled(property.id, property.eventSeq, { state: 'active' });
      }
    });
  }
  return clientId;
}
