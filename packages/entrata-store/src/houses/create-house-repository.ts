import { checkObject } from '../core/check-option.js';
import { StoreError } from '../core/errors.js';
import { given } from '../rows/condition.js';
import type { RowTable, Services, Session } from '../rows/row-table.js';
import type { HouseListing, HouseRepository, HouseTarget, ListingChange } from './house-repository.js';
import { toHouseRecord, toHouseRow } from './house-row.js';
import type { HouseRow } from './houses-table.js';

interface Tables {
  readonly houses: RowTable<HouseRow>;
}

export function createHouseRepository(session: Session<Tables>, { now }: Services): HouseRepository {
  const isUnchanged = (row: HouseRow, target: HouseTarget, listing: HouseListing) =>
    row.sourceHash === listing.sourceHash &&
    row.operatorId === target.operatorId &&
    row.agentUserId === target.agentUserId &&
    row.status === 'active';

  async function upsert(
    tables: Tables,
    target: HouseTarget,
    listing: HouseListing,
    known: HouseRow | undefined,
  ): Promise<'inserted' | 'updated' | 'unchanged'> {
    if (known && isUnchanged(known, target, listing)) return 'unchanged';
    const at = now();
    const row = toHouseRow(target, listing);
    if (!known) {
      const id = await tables.houses.insertIfAbsent({ ...row, createdAt: at, updatedAt: at });
      if (id !== undefined) return 'inserted';
    }
    // Not known and not inserted: a parallel call put it there after we looked.
    const key = { clientId: target.clientId, propertyId: target.propertyId, unitKey: listing.unitKey };
    const changed = await tables.houses.update(known ? { id: known.id } : key, { ...row, updatedAt: at });
    // In a mapped table the key may be that of a row which somebody soft-deleted: theirs to restore.
    return changed > 0 ? 'updated' : 'unchanged';
  }

  return {
    async replaceListing(target, listing) {
      checkObject('target', target);
      if (Array.isArray(listing)) for (const house of listing) checkObject('A house of the listing', house);
      const keys = new Set(Array.isArray(listing) ? listing.map((house) => house.unitKey) : []);
      if (keys.size === 0 || keys.size !== listing.length)
        throw new StoreError(
          'misuse',
          'A listing needs at least one house, and each its own unitKey; nothing was changed',
        );
      return session.atomic(async (tables) => {
        const owned = { clientId: target.clientId, propertyId: target.propertyId };
        const rows = await tables.houses.all(owned, { lock: 'lock' });
        const known = new Map(rows.map((row) => [row.unitKey, row]));
        const change = { inserted: 0, updated: 0, unchanged: 0, vanished: 0 };
        for (const house of listing) {
          change[await upsert(tables, target, house, known.get(house.unitKey))] += 1;
        }
        for (const row of rows) {
          if (keys.has(row.unitKey) || row.status === 'vanished') continue;
          await tables.houses.update({ id: row.id }, { status: 'vanished', updatedAt: now() });
          change.vanished += 1;
        }
        return change satisfies ListingChange;
      });
    },

    hide: (clientId, propertyId) =>
      session.tables.houses.update(
        { clientId, propertyId, status: 'active' },
        { status: 'hidden', updatedAt: now() },
      ),

    hideAll: (clientId) =>
      session.tables.houses.update({ clientId, status: 'active' }, { status: 'hidden', updatedAt: now() }),

    async find(id) {
      const row = await session.tables.houses.first({ id });
      return row && toHouseRecord(row);
    },

    async list(filter, page) {
      const order = { by: 'createdAt', direction: 'desc' } as const;
      const where = given({
        status: filter?.status,
        operatorId: filter?.operatorId,
        clientId: filter?.clientId,
        propertyId: filter?.propertyId,
      });
      const { rows, next } = await session.tables.houses.page(where, order, page);
      return { items: rows.map(toHouseRecord), next };
    },
  };
}
