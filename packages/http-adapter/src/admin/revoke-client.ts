import type { ClientRecord, StoreTransaction } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import type { Context } from '../core/context.js';
import { pagesOf } from '../core/pages-of.js';

/**
 * Withdraws a client: in one transaction its token is deleted, also where it was kept beside a one-time code, its
 * properties are taken out and their houses hidden. Done again, it does the same for what another program has shown
 * since. Throws `not_found`.
 */
export async function revokeClient({ store, logger }: Context, clientId: string): Promise<void> {
  const taken = await store.transaction(async (tx) => {
    const isNew = await tx.clients.revoke(clientId);
    const client = await tx.clients.findLocked(clientId);
    if (client === undefined) throw new AdapterError('not_found');
    const properties = await tx.properties.withdraw(clientId);
    const houses = await tx.houses.hideAll(clientId);
    return { isNew, properties, houses, codes: await forgetCodes(tx, client.cid) };
  });
  logger.warn({ clientId, ...taken }, 'an administrator revoked a client');
}

/** Deletes the tokens kept beside the codes that the company's webhooks brought; returns how many. */
async function forgetCodes({ webhooks, oauthCodes }: StoreTransaction, cid: string): Promise<number> {
  let count = 0;
  for await (const page of pagesOf((after) => webhooks.list({ cid }, { limit: 500, after })))
    count += await oauthCodes.forgetTokens(page.map(({ logId }) => logId));
  return count;
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
