import type { ClientRecord, WebhookOutcome } from 'entrata-store';
import type { ObtainedToken } from './prove-client.js';
import type { WebhookContext } from './webhook-context.js';
import type { PropertyWebhookEvent } from './webhook-event.js';

/**
 * - `proven`: the event that the code first came with, and that was not committed yet.
 * - `repeated`: that event, which is the property's newest one: delivered again.
 * - `other`: anything else. A code proves the one event that it first came with, once.
 */
export type CodeUse =
  | { readonly use: 'repeated'; readonly client: ClientRecord }
  | { readonly use: 'proven' | 'other' };

/** How a webhook ended whose event was not committed. */
const uncommitted: readonly (WebhookOutcome | undefined)[] = [undefined, 'failed', 'refused'];

/**
 * What the code of an unverified sender says about its event. Once it was delivered, the code stands in access logs:
 * whoever reads one could name any property, and any request type, beside it. `isClaimant` says that the webhook
 * itself claimed the code, before its process died.
 */
export async function judgeCode(
  { store }: WebhookContext,
  event: PropertyWebhookEvent,
  { token, exchangedAt, first }: ObtainedToken,
  isClaimant: boolean,
): Promise<CodeUse> {
  if (first !== undefined && first.fingerprint !== event.fingerprint) return { use: 'other' };
  if (exchangedAt === undefined || (first === undefined && isClaimant)) return { use: 'proven' };
  // Read in this order: who commits meanwhile writes all of it at once, so that what is found in one place means that
  // the event is found in the next.
  const row = first && (await store.webhooks.find(first.logId));
  const client = await store.clients.findByCid(event.cid);
  const property = client && (await store.properties.findByEntrataId(client.id, event.propertyId));
  if (client !== undefined && property?.eventFingerprint === event.fingerprint)
    return { use: 'repeated', client };
  if (row !== undefined) return { use: uncommitted.includes(row.outcome) ? 'proven' : 'other' };
  // Nothing tells which event the code came with, or how that ended: an activation whose token never came to the
  // client is taken for it, as after a crash.
  const isCommitted =
    client !== undefined &&
    // Written since, by whatever: perhaps this very token came and went.
    (client.updatedAt >= exchangedAt || client.accessToken?.reveal() === token.accessToken.reveal());
  return { use: event.action === 'activate' && !isCommitted ? 'proven' : 'other' };
}
