import { isEntrataError } from 'entrata-sdk';
import type { ClientRecord, PropertyRecord } from 'entrata-store';
import { AdapterError, isAdapterError } from '../core/adapter-error.js';
import { callEntrata } from '../core/call-entrata.js';
import { notifyOfProperty } from '../core/notifications.js';
import { fetchListing } from './fetch-listing.js';
import type { ListingContext } from './listing-context.js';
import { hasReached } from './reconcile-task.js';
import { failureOf, PropertyFailure, recordFailure } from './record-failure.js';
import { storeListing } from './store-listing.js';

/** Newer events may overtake a run; past this many the task is run again later. */
const mostRounds = 20;

/**
 * Brings one property to the state its newest event asks for, however often that event changes meanwhile.
 * Whatever is written belongs to the newest event at that instant. Throws what may pass; a failure that only
 * Entrata or a new token can heal is recorded beside the property instead.
 */
export async function reconcileProperty(
  context: ListingContext,
  target: { readonly clientId: string; readonly propertyId: string },
  signal: AbortSignal,
): Promise<void> {
  for (let round = 0; round < mostRounds; round++) {
    const property = await context.store.properties.findByEntrataId(target.clientId, target.propertyId);
    if (property === undefined || hasReached(property)) return;
    const client = await context.store.clients.find(property.clientId);
    if (client === undefined) return;
    try {
      if (property.desiredState !== 'active') await hide(context, property, property.desiredState);
      else await show(context, client, property, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      const failure = failureOf(error);
      if (!(await recordFailure(context, property, failure))) continue;
      if (failure.mayPass) throw error;
      return;
    }
  }
  throw new AdapterError('unavailable', 'Newer events kept coming');
}

/** Approves unless Entrata accepted this activation already, fetches and stores. */
async function show(
  context: ListingContext,
  client: ClientRecord,
  property: PropertyRecord,
  signal: AbortSignal,
): Promise<void> {
  await approve(context, client, property, signal);
  const { propertyId, logId } = property;
  const listing = await fetchListing(context, client, propertyId, { signal, logId });
  await context.atStep('listing.fetched');
  await storeListing(context, client, property, listing);
}

async function approve(
  context: ListingContext,
  client: ClientRecord,
  property: PropertyRecord,
  signal: AbortSignal,
): Promise<void> {
  const { send } = context.listing.approval;
  if (send === undefined || !isApprovalDue(property)) return;
  const { properties } = context.store;
  const { clientId, propertyId, logId, activationSeq } = property;
  const request = { cid: client.cid, subdomain: client.subdomain, propertyId, logId };
  try {
    await callEntrata(context, client, (entrata) => send(request, entrata, signal), logId);
  } catch (error) {
    await properties.recordApproval(property.id, 'failed', activationSeq);
    const isKnown = isEntrataError(error) || isAdapterError(error);
    throw isKnown || signal.aborted ? error : new PropertyFailure('approval_failed', error);
  }
  await context.atStep('property.approved');
  await properties.recordApproval(property.id, 'sent', activationSeq);
  await context.atStep('approval.recorded');
  context.logger.info({ logId, clientId, propertyId }, 'property approved');
}

/**
 * Whether Entrata waits for an approval: of an activation that came since the one whose approval it was last sent, however many
 * events came between two runs; where none is noted, of any since the houses were hidden.
 */
function isApprovalDue({ approval, activationSeq, approvedSeq }: PropertyRecord): boolean {
  return approval !== 'sent' || (activationSeq ?? 0) > (approvedSeq ?? 0);
}

/** Hides the houses. A later activation is a new one, to be approved anew. */
async function hide(
  context: ListingContext,
  property: PropertyRecord,
  state: 'suspended' | 'inactive',
): Promise<void> {
  const { clientId, propertyId, logId } = property;
  const hidden = await context.store.transaction(async (tx) => {
    if (!(await tx.properties.markReconciled(property.id, property.eventSeq, { state }))) return undefined;
    await tx.properties.recordApproval(property.id, 'none');
    if (property.state !== state) await notifyOfProperty(tx.tasks, property, 'property.suspended');
    return tx.houses.hide(clientId, propertyId);
  });
  await context.atStep('houses.hidden');
  if (hidden !== undefined) context.logger.info({ logId, clientId, propertyId, hidden }, 'houses hidden');
}
