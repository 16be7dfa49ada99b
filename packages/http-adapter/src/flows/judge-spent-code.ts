import type { ClientRecord } from 'entrata-store';
import type { Context } from '../context.js';
import type { WebhookEvent } from '../webhook/read-event.js';
import type { ObtainedToken } from './prove-client.js';

/**
 * - `repeated`: the property's newest event, delivered again.
 * - `uncommitted`: an activation whose code was exchanged and whose token never came to the client, as after a crash.
 * - `other`: anything else. A code proves the one event that it first came with.
 */
export type SpentCodeUse =
  | { readonly use: 'repeated'; readonly client: ClientRecord }
  | { readonly use: 'uncommitted' | 'other' };

/**
 * What an event of an unverified sender may be whose code was exchanged before. The code stands in access logs by
 * then: whoever reads one could name any property, and any request type, beside it.
 */
export async function judgeSpentCode(
  { store }: Context,
  event: WebhookEvent,
  { token, exchangedAt }: ObtainedToken,
): Promise<SpentCodeUse> {
  // Read in this order: who commits meanwhile writes both at once, so that a token found means its event is too.
  const client = await store.clients.findByCid(event.cid);
  const property = client && (await store.properties.findByEntrataId(client.id, event.propertyId));
  if (client !== undefined && property?.eventFingerprint === event.fingerprint)
    return { use: 'repeated', client };
  const isCommitted =
    client !== undefined &&
    // Written since, by whatever: perhaps this very token came and went.
    (client.updatedAt >= (exchangedAt ?? '') || client.accessToken?.reveal() === token.accessToken.reveal());
  return { use: event.action === 'activate' && !isCommitted ? 'uncommitted' : 'other' };
}
