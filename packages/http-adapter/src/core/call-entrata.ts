import { bearer, type EntrataClient } from 'entrata-sdk';
import type { ClientRecord } from 'entrata-store';
import { AdapterError } from './adapter-error.js';
import type { Context } from './context.js';
import { isTokenRefusal } from './judge-entrata-error.js';
import { enqueueNotification } from './notifications.js';

/**
 * Calls Entrata with the client's stored token. A client without a usable token is not called at all
 * (`reauthorization_required`). When Entrata refuses the token, the client is marked once and its operator
 * is notified once, under `requestId` when a request led to it; the error goes on to the caller.
 */
export async function callEntrata<T>(
  context: Context,
  client: ClientRecord,
  call: (entrata: EntrataClient) => Promise<T>,
  requestId: string | undefined = context.requestId,
): Promise<T> {
  if (client.status !== 'active' || client.accessToken === undefined) {
    // Of a token that cannot be read, Entrata says nothing: its operator hears of it here, once.
    if (client.accessToken === undefined && client.status !== 'revoked')
      await requireReauthorization(context, client, requestId);
    throw new AdapterError('reauthorization_required');
  }
  const auth = bearer(client.accessToken);
  try {
    return await call(context.entrata.client({ subdomain: client.subdomain, auth }));
  } catch (error) {
    if (isTokenRefusal(error)) await requireReauthorization(context, client, requestId);
    throw error;
  }
}

async function requireReauthorization(
  context: Context,
  client: ClientRecord,
  requestId: string | undefined,
): Promise<void> {
  await context.store.transaction(async (tx) => {
    const marked = await tx.clients.requireReauthorization(client.id, client.tokenVersion);
    if (!marked) return;
    const id = `client.reauthorization_required:${client.id}:${client.tokenVersion}`;
    const type = 'client.reauthorization_required';
    await enqueueNotification(tx.tasks, { id, type, clientId: client.id }, requestId);
  });
}
