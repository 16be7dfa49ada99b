import type { ClientRecord, StoreTransaction } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import type { ClientNames } from './client-names.js';
import type { ClientProof } from './prove-client.js';

export interface ConnectedClient {
  readonly client: ClientRecord;
  readonly created: boolean;
  /** Whether its token was refused by Entrata before, and works again. */
  readonly isHealed: boolean;
}

/**
 * Makes agent user, operator and client, linked; or gives a client that is there its new token and changes
 * nothing else about it. Throws `forbidden` for a revoked client.
 */
export async function connectClient(
  tx: StoreTransaction,
  { info, token, exchangedAt }: ClientProof,
  { companyName, agent }: ClientNames,
): Promise<ConnectedClient> {
  const { cid, subdomain } = info;
  const { client, created } = await tx.clients.connect({ cid, subdomain, companyName, token, agent });
  if (created) return { client, created, isHealed: false };
  if (client.status === 'revoked') throw new AdapterError('forbidden');
  const unchanged = { client, created, isHealed: false };
  if (client.accessToken?.reveal() === token.accessToken.reveal()) return unchanged;
  // An old code that is delivered again does not bring its old token back.
  const isOutdated = exchangedAt !== undefined && exchangedAt <= client.updatedAt;
  if (isOutdated && client.status === 'active') return unchanged;
  const replaced = await tx.clients.replaceToken(client.id, client.tokenVersion, { ...token, subdomain });
  // Not replaced: another proven code was first, and its token is as good.
  if (replaced === undefined) return unchanged;
  return { client: replaced, created, isHealed: client.status !== 'active' };
}
