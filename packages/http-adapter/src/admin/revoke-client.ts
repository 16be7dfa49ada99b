import type { ClientRecord } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import type { Context } from '../core/context.js';

/**
 * Withdraws a client: in one transaction its token is deleted, its properties are taken out and their houses hidden. Done
 * again, it does the same for what another program has shown since. Throws `not_found`.
 */
export async function revokeClient({ store, logger }: Context, clientId: string): Promise<void> {
  const taken = await store.transaction(async (tx) => {
    const isNew = await tx.clients.revoke(clientId);
    if (!isNew && (await tx.clients.findLocked(clientId)) === undefined) throw new AdapterError('not_found');
    const properties = await tx.properties.withdraw(clientId);
    return { isNew, properties, houses: await tx.houses.hideAll(clientId) };
  });
  logger.warn({ clientId, ...taken }, 'an administrator revoked a client');
}

/**
 * Lets a revoked client authorise anew. Nothing of it is shown until Entrata activates its properties again. For a client
 * that is not revoked nothing is done. Throws `not_found`.
 */
export async function reinstateClient(
  { store: { clients }, logger }: Context,
  clientId: string,
): Promise<ClientRecord> {
  const isReinstated = await clients.reinstate(clientId);
  const client = await clients.find(clientId);
  if (client === undefined) throw new AdapterError('not_found');
  if (isReinstated) logger.warn({ clientId }, 'an administrator reinstated a client');
  return client;
}
