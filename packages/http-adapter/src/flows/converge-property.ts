import { isEntrataError } from 'entrata-sdk';
import type { ClientRecord, PropertyRecord } from 'entrata-store';
import type { Context } from '../context.js';
import { withFields } from '../logger.js';
import { enqueueNotification, type PropertyNotificationType } from '../notifications.js';
import { AdapterError, toAdapterError } from '../problem.js';
import { callEntrata } from './call-entrata.js';
import { fetchListing } from './fetch-listing.js';

/** Newer events may overtake a run; past this many the task is run again later. */
const mostRounds = 20;

/**
 * Brings one property to the state its newest event wishes for, however often that event changes meanwhile.
 * Whatever is written belongs to the newest event at that instant. Throws what may pass; a failure that only
 * Entrata or a new token can heal is recorded beside the property instead.
 */
export async function convergeProperty(
  context: Context,
  target: { readonly clientId: string; readonly propertyId: string },
  signal: AbortSignal,
): Promise<void> {
  for (let round = 0; round < mostRounds; round++) {
    const property = await context.store.properties.findByEntrataId(target.clientId, target.propertyId);
    if (property === undefined || property.reachedSeq === property.eventSeq) return;
    const client = await context.store.clients.find(property.clientId);
    if (client === undefined) return;
    try {
      if (property.desiredState !== 'active') await hide(context, property, property.desiredState);
      else await show(context, client, property, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      const failure = failureOf(error);
      await recordFailure(context, property, failure.code);
      if (failure.mayPass) throw error;
      return;
    }
  }
  throw new AdapterError('unavailable', 'Newer events kept coming');
}

/** Approves unless Entrata accepted that already, fetches and stores. */
async function show(
  context: Context,
  client: ClientRecord,
  property: PropertyRecord,
  signal: AbortSignal,
): Promise<void> {
  await approve(context, client, property, signal);
  const houses = await fetchListing(context, client, property.propertyId, signal);
  await context.atStep('listing.fetched');
  const change = await context.store.transaction(async (tx) => {
    const fetchedAt = context.now().toISOString();
    const isNewest = await tx.properties.reach(property.id, property.eventSeq, {
      state: 'active',
      fetchedAt,
    });
    if (!isNewest) return undefined;
    if (property.state !== 'active') await tell(tx.tasks, property, 'property.activated');
    const { clientId, propertyId } = property;
    const { operatorId, agentUserId } = client;
    return tx.houses.replaceListing({ clientId, propertyId, operatorId, agentUserId }, houses);
  });
  await context.atStep('listing.stored');
  if (change === undefined) return;
  const logger = loggerOf(context, property);
  const withoutPlace = houses.filter((house) => house.latitude === undefined).length;
  if (withoutPlace > 0) logger.warn({ houses: withoutPlace }, 'houses have no coordinates');
  logger.info({ ...change }, 'houses stored');
}

async function approve(
  context: Context,
  client: ClientRecord,
  property: PropertyRecord,
  signal: AbortSignal,
): Promise<void> {
  const { send } = context.options.webhook.approval;
  if (send === undefined || property.approval === 'sent') return;
  const { propertyId, logId } = property;
  const request = { cid: client.cid, subdomain: client.subdomain, propertyId, logId };
  try {
    await callEntrata(context, client, (entrata) => send(request, entrata, signal));
  } catch (error) {
    await context.store.properties.recordApproval(property.id, 'failed');
    throw error;
  }
  await context.atStep('property.approved');
  await context.store.properties.recordApproval(property.id, 'sent');
  await context.atStep('approval.recorded');
  loggerOf(context, property).info({}, 'property approved');
}

/** Hides the houses. A later activation is a new one, to be approved anew. */
async function hide(
  context: Context,
  property: PropertyRecord,
  state: 'suspended' | 'inactive',
): Promise<void> {
  const hidden = await context.store.transaction(async (tx) => {
    if (!(await tx.properties.reach(property.id, property.eventSeq, { state }))) return undefined;
    await tx.properties.recordApproval(property.id, 'none');
    if (property.state !== state) await tell(tx.tasks, property, 'property.suspended');
    return tx.houses.hide(property.clientId, property.propertyId);
  });
  await context.atStep('houses.hidden');
  if (hidden !== undefined) loggerOf(context, property).info({ hidden }, 'houses hidden');
}

async function recordFailure(context: Context, property: PropertyRecord, code: string): Promise<void> {
  await context.store.transaction(async (tx) => {
    await tx.properties.recordFailure(property.id, code);
    if (property.lastError === code) return;
    const type = code === 'listing_empty' ? 'property.listing_empty' : 'property.failed';
    await tell(tx.tasks, property, type);
  });
  loggerOf(context, property).warn({ code }, 'property could not be brought to the state wished for');
}

function failureOf(error: unknown): { readonly code: string; readonly mayPass: boolean } {
  if (error instanceof AdapterError) {
    const mayPass = error.code !== 'reauthorization_required' && error.code !== 'listing_empty';
    return { code: error.code, mayPass };
  }
  if (isEntrataError(error)) {
    if (error.reauthorize) return { code: 'reauthorization_required', mayPass: false };
    const isFinal = ['rejected', 'forbidden', 'not_configured', 'invalid_input'].includes(error.code);
    return { code: error.code, mayPass: !isFinal };
  }
  return { code: toAdapterError(error).code, mayPass: true };
}

function tell(
  tasks: Parameters<typeof enqueueNotification>[0],
  { id, clientId, propertyId, eventSeq, logId }: PropertyRecord,
  type: PropertyNotificationType,
): Promise<void> {
  return enqueueNotification(tasks, { id: `${type}:${id}:${eventSeq}`, type, clientId, propertyId }, logId);
}

function loggerOf(context: Context, { clientId, propertyId, logId }: PropertyRecord) {
  return withFields(context.logger, { logId, clientId, propertyId });
}
