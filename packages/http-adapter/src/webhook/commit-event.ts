import type { PropertyRecord, StoreTransaction, WebhookRecord } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import { enqueueNotification } from '../core/notifications.js';
import type { ApprovalAnswer } from '../listing/approval.js';
import { enqueueReconcile, enqueueResumeClient, hasReached } from '../listing/reconcile-task.js';
import type { ConnectedClient } from './connect-client.js';
import type { WebhookContext } from './webhook-context.js';
import type { PropertyWebhookEvent } from './webhook-event.js';

/** When the webhook came that first brought an event. */
export interface WebhookPlace {
  /** Its log row, which the database numbered; undefined when it was not logged in time. */
  readonly logId: string | undefined;
  /** By the clock of the machine that took it. */
  readonly receivedAt: string;
  /** Whether it is worked on later than in the request that it came with. */
  readonly isLate: boolean;
}

/** An event's place among those of its property. `last`: an administrator has just let it take effect. */
export type EventPlace = WebhookPlace | 'last';

/** `superseded`: an event that came in later was accepted earlier. */
export type EventEnd = 'accepted' | 'duplicate' | 'superseded';

export type CommittedEvent =
  | {
      readonly outcome: Exclude<EventEnd, 'superseded'>;
      /** The answer to give when the approval is the answer. */
      readonly answer?: ApprovalAnswer | undefined;
    }
  | { readonly outcome: 'superseded'; readonly answer?: undefined };

export interface CommitOptions {
  readonly logId: string;
  /** When it came: what came later wins. */
  readonly place: EventPlace;
  /** Whether it may be nothing but the latest event again; throws {@link NotRepeated} otherwise. */
  readonly mustRepeat?: boolean;
  /** Writes how the event ended, and the status it is answered with when that is not the usual one. */
  readonly recordEnd: (tx: StoreTransaction, end: EventEnd, httpStatus: number | undefined) => Promise<void>;
}

/** Other events of the same property may come in between; so often in a row, something else is wrong. */
const mostTries = 20;

/**
 * Commits what a proven event changes. Events of one property take effect in the order in which they came in,
 * even when one of them was held up: by Entrata's answer, a deadline, or the death of the process.
 */
export async function commitEvent(
  context: WebhookContext,
  event: PropertyWebhookEvent,
  options: CommitOptions,
  connect: (tx: StoreTransaction) => Promise<ConnectedClient>,
): Promise<CommittedEvent> {
  for (let tries = 0; tries < mostTries; tries++) {
    const latest = await findLatest(context, event, options.place);
    const committed = await tryCommit(context, event, options, connect, latest);
    if (committed === undefined) continue;
    await context.atStep('event.accepted');
    return committed;
  }
  throw new AdapterError('unavailable', 'Other events of the property kept coming');
}

interface LatestEvent {
  readonly property: PropertyRecord;
  /** Whether it came after the event that is to be committed. */
  readonly isLater: boolean;
}

/** The property with its latest accepted event, and which of the two came later. */
async function findLatest(
  context: WebhookContext,
  event: PropertyWebhookEvent,
  place: EventPlace,
): Promise<LatestEvent | undefined> {
  const { clients, properties, webhooks } = context.store;
  const client = await clients.findByCid(event.cid);
  const property = client && (await properties.findByEntrataId(client.id, event.propertyId));
  if (property === undefined) return undefined;
  const row = property.logId === undefined ? undefined : await webhooks.find(property.logId);
  return { property, isLater: await isOvertaken(context, place, row) };
}

/**
 * Whether an event that was accepted already, and whose log row is `latest`, came after the one at `place`. The numbers
 * that the database gave their log rows say so: the clocks of two machines may differ by more than what lies between
 * two webhooks. Where a row has no number (a mapped table without the column, a row that is not there), the clocks are
 * all there is.
 */
async function isOvertaken(
  { store, now }: WebhookContext,
  place: EventPlace,
  latest: WebhookRecord | undefined,
): Promise<boolean> {
  if (place === 'last' || latest === undefined) return false;
  const isNumbered = place.logId !== undefined && latest.seq !== undefined;
  const own = isNumbered ? await store.webhooks.find(place.logId) : undefined;
  if (own?.seq !== undefined && latest.seq !== undefined) return latest.seq > own.seq;
  // In its own request an event is overtaken by what came in the seconds since. An instant that is yet to come was
  // written by a clock that is ahead, and says nothing about the order: taken at its word, it would cost a suspension.
  const isTold = place.isLate || latest.receivedAt <= now().toISOString();
  return isTold && latest.receivedAt > place.receivedAt;
}

/** Undefined, and nothing changed, when the property's latest event is no longer `latest`. */
async function tryCommit(
  context: WebhookContext,
  event: PropertyWebhookEvent,
  { logId, mustRepeat, recordEnd }: CommitOptions,
  connect: (tx: StoreTransaction) => Promise<ConnectedClient>,
  latest: LatestEvent | undefined,
): Promise<CommittedEvent | undefined> {
  const { approval } = context.listing;
  try {
    return await context.store.transaction(async (tx) => {
      const { client, created, token } = await connect(tx);
      if (token !== 'kept')
        await enqueueResumeClient(tx.tasks, client.id, { requestId: logId, isHealed: token === 'healed' });
      if (created) {
        const id = `client.connected:${client.id}`;
        await enqueueNotification(tx.tasks, { id, type: 'client.connected', clientId: client.id }, logId);
      }
      // The latest event itself, in a delivery before the one that was accepted, is a duplicate.
      const isLatest = latest?.property.eventFingerprint === event.fingerprint;
      if (!isLatest && latest?.isLater) {
        await recordEnd(tx, 'superseded', undefined);
        return { outcome: 'superseded' };
      }
      const { property, duplicate } = await tx.properties.recordEvent({
        clientId: client.id,
        propertyId: event.propertyId,
        desiredState: event.desiredState,
        feedType: event.webhook.feedType,
        occupancyType: event.webhook.occupancyType,
        isActivation: event.action === 'activate',
        fingerprint: event.fingerprint,
        logId,
      });
      if (mustRepeat && !duplicate) throw new NotRepeated();
      if (!duplicate && property.eventSeq !== (latest?.property.eventSeq ?? 0) + 1) throw new Overtaken();
      if (!hasReached(property)) await enqueueReconcile(tx.tasks, property, logId);
      const { cid, subdomain } = client;
      const request = { cid, subdomain, propertyId: property.propertyId, logId };
      const answer = event.action === 'activate' ? approval.answer?.(request) : undefined;
      // The HTTP answer is the whole approval: it is committed before it is given.
      if (answer !== undefined && approval.send === undefined) {
        await tx.properties.recordApproval(property.id, 'sent', property.activationSeq);
      }
      const outcome = duplicate ? 'duplicate' : 'accepted';
      await recordEnd(tx, outcome, answer?.status);
      return { outcome, answer };
    });
  } catch (error) {
    if (error instanceof Overtaken) return undefined;
    throw error;
  }
}

/** Undoes the transaction: the event would have changed something. */
export class NotRepeated extends Error {}

/** Undoes the transaction: another event was accepted since we looked. */
class Overtaken extends Error {}
