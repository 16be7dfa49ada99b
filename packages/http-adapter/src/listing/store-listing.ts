import {
  type ClientRecord,
  type HouseListing,
  isStoreError,
  type ListingChange,
  type PropertyRecord,
  textWidths,
} from 'entrata-store';
import { withFields } from '../core/logger.js';
import { notifyOfProperty } from '../core/notifications.js';
import { cleanLine } from '../core/plain-text.js';
import type { MappedListing } from './fetch-listing.js';
import type { ListingContext } from './listing-context.js';
import { PropertyFailure } from './record-failure.js';

/**
 * Stores what Entrata says of a property, and that its newest event is reached. Undefined, and nothing
 * stored, when a newer event was accepted since `property` was read, or its newest one asks for no houses, or the client
 * was revoked.
 * Throws a `PropertyFailure` when the database refuses a value, as a mapped table's narrower column does.
 */
export async function storeListing(
  context: ListingContext,
  client: ClientRecord,
  property: PropertyRecord,
  listing: MappedListing,
): Promise<ListingChange | undefined> {
  if (property.desiredState !== 'active') return undefined;
  const change = await write(context, client, property, listing).catch((error: unknown) => {
    throw isStoreError(error, 'misuse') ? new PropertyFailure('listing_refused', error) : error;
  });
  await context.atStep('listing.stored');
  if (change !== undefined) report(context, property, listing.houses, change);
  return change;
}

function write(
  context: ListingContext,
  { id, operatorId, agentUserId }: ClientRecord,
  property: PropertyRecord,
  { name, houses }: MappedListing,
): Promise<ListingChange | undefined> {
  return context.store.transaction(async (tx) => {
    // First, as everybody locks; it may have been revoked while its listing was fetched.
    const client = await tx.clients.findLocked(id);
    if (client === undefined || client.status === 'revoked') return undefined;
    const reached = {
      state: 'active',
      fetchedAt: context.now().toISOString(),
      name: cleanLine(name, textWidths.properties.entrataName),
    } as const;
    if (!(await tx.properties.markReconciled(property.id, property.eventSeq, reached))) return undefined;
    if (property.state !== 'active') await notifyOfProperty(tx.tasks, property, 'property.activated');
    const { clientId, propertyId } = property;
    return tx.houses.replaceListing({ clientId, propertyId, operatorId, agentUserId }, houses);
  });
}

function report(
  context: ListingContext,
  { clientId, propertyId, logId }: PropertyRecord,
  houses: readonly HouseListing[],
  change: ListingChange,
): void {
  const logger = withFields(context.logger, { logId, clientId, propertyId });
  const withoutPlace = houses.filter(
    ({ latitude, longitude }) => latitude === undefined || longitude === undefined,
  );
  if (withoutPlace.length > 0) logger.warn({ houses: withoutPlace.length }, 'houses have no coordinates');
  logger.info({ ...change }, 'houses stored');
}
