import type { ClientRecord, HouseListing, ListingChange, PropertyRecord } from 'entrata-store';
import type { Context } from '../context.js';
import { withFields } from '../logger.js';
import { tellOfProperty } from './tell-of-property.js';

/**
 * Stores what Entrata says of a property, and that its newest event is reached. Undefined, and nothing
 * stored, when a newer event was accepted since `property` was read.
 */
export async function storeListing(
  context: Context,
  client: ClientRecord,
  property: PropertyRecord,
  houses: readonly HouseListing[],
): Promise<ListingChange | undefined> {
  const change = await context.store.transaction(async (tx) => {
    const fetchedAt = context.now().toISOString();
    const isNewest = await tx.properties.reach(property.id, property.eventSeq, {
      state: 'active',
      fetchedAt,
    });
    if (!isNewest) return undefined;
    if (property.state !== 'active') await tellOfProperty(tx.tasks, property, 'property.activated');
    const { clientId, propertyId } = property;
    const { operatorId, agentUserId } = client;
    return tx.houses.replaceListing({ clientId, propertyId, operatorId, agentUserId }, houses);
  });
  await context.atStep('listing.stored');
  if (change !== undefined) report(context, property, houses, change);
  return change;
}

function report(
  context: Context,
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
