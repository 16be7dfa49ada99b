import { checkObject } from '../core/check-option.js';
import { StoreError } from '../core/errors.js';
import { readLimit } from '../core/page.js';
import { given, Within } from '../rows/condition.js';
import type { NewRow, RowTable, Services, Session } from '../rows/row-table.js';
import { completeRow } from '../rows/row-table.js';
import { type PropertyRow, propertiesTable } from './properties-table.js';
import type {
  DesiredState,
  PropertyRecord,
  PropertyRepository,
  PropertyState,
  PropertyWish,
} from './property-repository.js';

interface Tables {
  readonly properties: RowTable<PropertyRow>;
}

const toRecord = ({ settled: _, entrataName: name, ...record }: PropertyRow): PropertyRecord => ({
  ...record,
  name,
});

/** The state wished for that each state fulfils. */
const fulfils: Readonly<Record<PropertyState, DesiredState>> = {
  pending: 'active',
  active: 'active',
  denied: 'active',
  suspended: 'suspended',
  inactive: 'inactive',
};

export function createPropertyRepository(session: Session<Tables>, { now }: Services): PropertyRepository {
  const { tables } = session;

  async function insertFirst(tables: Tables, wish: PropertyWish): Promise<PropertyRow | undefined> {
    const at = now();
    const row: NewRow<PropertyRow> = {
      clientId: wish.clientId,
      propertyId: wish.propertyId,
      desiredState: wish.desiredState ?? 'active',
      state: 'pending',
      approval: 'none',
      feedType: wish.feedType,
      occupancyType: wish.occupancyType,
      eventSeq: 1,
      reachedSeq: 0,
      settled: 0,
      eventFingerprint: wish.fingerprint,
      logId: wish.logId,
      activationSeq: wish.isActivation === true ? 1 : undefined,
      createdAt: at,
      updatedAt: at,
    };
    const id = await tables.properties.insertIfAbsent(row);
    return id === undefined ? undefined : completeRow<PropertyRow>(propertiesTable, id, row);
  }

  async function acceptNext(tables: Tables, row: PropertyRow, wish: PropertyWish): Promise<PropertyRow> {
    const set = {
      desiredState: wish.desiredState ?? row.desiredState,
      feedType: wish.feedType ?? row.feedType,
      occupancyType: wish.occupancyType ?? row.occupancyType,
      eventSeq: row.eventSeq + 1,
      settled: 0,
      eventFingerprint: wish.fingerprint,
      logId: wish.logId,
      activationSeq: wish.isActivation === true ? row.eventSeq + 1 : row.activationSeq,
      updatedAt: now(),
    };
    await tables.properties.update({ id: row.id }, set);
    return { ...row, ...set };
  }

  return {
    async want(wish) {
      checkObject('wish', wish);
      if (typeof (wish.isActivation ?? false) !== 'boolean')
        throw new StoreError('misuse', 'wish.isActivation is neither true nor false');
      return session.atomic(async (tables) => {
        const key = { clientId: wish.clientId, propertyId: wish.propertyId };
        // Looked for first: an INSERT that collides would leave a shared lock, and two of those a deadlock.
        let row = await tables.properties.first(key, 'lock');
        if (!row) {
          const made = await insertFirst(tables, wish);
          if (made) return { property: toRecord(made), duplicate: false };
          row = await tables.properties.first(key, 'lock');
        }
        if (!row) throw new StoreError('conflict', 'The property was removed meanwhile', { retryable: true });
        if (row.eventFingerprint === wish.fingerprint) return { property: toRecord(row), duplicate: true };
        return { property: toRecord(await acceptNext(tables, row, wish)), duplicate: false };
      });
    },

    async reach(id, seq, reached) {
      const set = {
        state: reached.state,
        reachedSeq: seq,
        settled: 1,
        lastError: undefined,
        updatedAt: now(),
        ...(reached.fetchedAt === undefined ? {} : { lastFetchedAt: reached.fetchedAt }),
        ...(reached.name === undefined ? {} : { entrataName: reached.name }),
      };
      // By its number alone, a caller that read the property before its wish was carried out could undo it.
      const event = { id, eventSeq: seq, desiredState: fulfils[reached.state] };
      return (await tables.properties.update(event, set)) === 1;
    },

    async recordApproval(id, approval, seq) {
      return session.atomic(async (tables) => {
        const set = { approval, updatedAt: now() };
        if (seq === undefined) return (await tables.properties.update({ id }, set)) === 1;
        const row = await tables.properties.first({ id }, 'lock');
        if (row === undefined || (row.approvedSeq ?? 0) >= seq) return false;
        const approved = approval === 'sent' ? { approvedSeq: seq } : {};
        return (await tables.properties.update({ id }, { ...set, ...approved })) === 1;
      });
    },

    async recordFailure(id, errorCode) {
      await tables.properties.update({ id }, { lastError: errorCode, updatedAt: now() });
    },

    async find(id) {
      const row = await tables.properties.first({ id });
      return row && toRecord(row);
    },

    async findByEntrataId(clientId, propertyId) {
      const row = await tables.properties.first({ clientId, propertyId });
      return row && toRecord(row);
    },

    async list(filter, page) {
      const order = { by: 'createdAt', direction: 'desc' } as const;
      const where = given({ clientId: filter?.clientId, state: filter?.state });
      const { rows, next } = await tables.properties.page(where, order, page);
      return { items: rows.map(toRecord), next };
    },

    async unsettled(before, limit) {
      const where = { settled: 0, updatedAt: new Within({ before }) };
      const oldest = { oldestBy: 'updatedAt', limit: readLimit(limit) } as const;
      return (await tables.properties.all(where, oldest)).map(toRecord);
    },
  };
}
