import { checkObject, checkTextArgument } from '../core/check-option.js';
import { StoreError } from '../core/errors.js';
import { given, Within } from '../rows/condition.js';
import type { NewRow, RowTable, Services, Session } from '../rows/row-table.js';
import { completeRow } from '../rows/row-table.js';
import { type PropertyRow, propertiesTable } from './properties-table.js';
import type {
  DesiredState,
  PropertyEvent,
  PropertyRecord,
  PropertyRepository,
  PropertyState,
} from './property-repository.js';

interface Tables {
  readonly properties: RowTable<PropertyRow>;
}

const toRecord = ({ settled: _, entrataName: name, ...record }: PropertyRow): PropertyRecord => ({
  ...record,
  name,
});

const unfailed = { lastError: undefined, failingSince: undefined, notifiedError: undefined } as const;

/** The desired state that each state belongs to. */
const desiredOf: Readonly<Record<PropertyState, DesiredState>> = {
  pending: 'active',
  active: 'active',
  suspended: 'suspended',
  inactive: 'inactive',
};

export function createPropertyRepository(session: Session<Tables>, { now }: Services): PropertyRepository {
  const { tables } = session;

  async function insertFirst(tables: Tables, event: PropertyEvent): Promise<PropertyRow | undefined> {
    const at = now();
    const row: NewRow<PropertyRow> = {
      clientId: event.clientId,
      propertyId: event.propertyId,
      desiredState: event.desiredState ?? 'active',
      state: 'pending',
      approval: 'none',
      feedType: event.feedType,
      occupancyType: event.occupancyType,
      eventSeq: 1,
      reachedSeq: 0,
      settled: 0,
      eventFingerprint: event.fingerprint,
      logId: event.logId,
      activationSeq: event.isActivation === true ? 1 : undefined,
      createdAt: at,
      updatedAt: at,
    };
    const id = await tables.properties.insertIfAbsent(row);
    return id === undefined ? undefined : completeRow<PropertyRow>(propertiesTable, id, row);
  }

  async function acceptNext(tables: Tables, row: PropertyRow, event: PropertyEvent): Promise<PropertyRow> {
    const set = {
      desiredState: event.desiredState ?? row.desiredState,
      feedType: event.feedType ?? row.feedType,
      occupancyType: event.occupancyType ?? row.occupancyType,
      eventSeq: row.eventSeq + 1,
      settled: 0,
      eventFingerprint: event.fingerprint,
      logId: event.logId,
      activationSeq: event.isActivation === true ? row.eventSeq + 1 : row.activationSeq,
      failingSince: undefined,
      notifiedError: undefined,
      updatedAt: now(),
    };
    await tables.properties.update({ id: row.id }, set);
    return { ...row, ...set };
  }

  return {
    async recordEvent(event) {
      checkObject('event', event);
      if (typeof (event.isActivation ?? false) !== 'boolean')
        throw new StoreError('misuse', 'event.isActivation is neither true nor false');
      return session.atomic(async (tables) => {
        const key = { clientId: event.clientId, propertyId: event.propertyId };
        // Looked for first: an INSERT that collides would leave a shared lock, and two of those a deadlock.
        let row = await tables.properties.first(key, 'lock');
        if (!row) {
          const made = await insertFirst(tables, event);
          if (made) return { property: toRecord(made), duplicate: false };
          row = await tables.properties.first(key, 'lock');
        }
        if (!row) throw new StoreError('conflict', 'The property was removed meanwhile', { retryable: true });
        if (row.eventFingerprint === event.fingerprint) return { property: toRecord(row), duplicate: true };
        return { property: toRecord(await acceptNext(tables, row, event)), duplicate: false };
      });
    },

    async markReconciled(id, seq, reached) {
      const set = {
        state: reached.state,
        reachedSeq: seq,
        settled: 1,
        ...unfailed,
        updatedAt: now(),
        ...(reached.fetchedAt === undefined ? {} : { lastFetchedAt: reached.fetchedAt }),
        ...(reached.name === undefined ? {} : { entrataName: reached.name }),
      };
      // By its number alone, a caller that read the property before its event was done could undo it.
      const newest = { id, eventSeq: seq, desiredState: desiredOf[reached.state] };
      return (await tables.properties.update(newest, set)) === 1;
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

    async recordFailure(seen, { code, notifyAfterMs }) {
      checkObject('seen', seen);
      checkTextArgument('code', code);
      const { id } = seen;
      return session.atomic(async (tables) => {
        const row = await tables.properties.first({ id }, 'lock');
        if (row === undefined || hasMoved(row, seen)) return 'outdated';
        const at = now();
        const failingSince = row.failingSince ?? at;
        const isDue = isNotificationDue(row, code, Date.parse(at) - Date.parse(failingSince), notifyAfterMs);
        const notified = isDue ? { notifiedError: code } : {};
        await tables.properties.update({ id }, { lastError: code, failingSince, ...notified, updatedAt: at });
        if (!isDue || notifyAfterMs === 0) return { isDue };
        // Where a mapped table does not keep that somebody was notified, it would be at every failure.
        return { isDue: (await tables.properties.first({ id }))?.notifiedError === code };
      });
    },

    async withdraw(clientId) {
      const set = {
        desiredState: 'inactive',
        state: 'inactive',
        approval: 'none',
        eventFingerprint: undefined,
        ...unfailed,
        updatedAt: now(),
      } as const;
      return tables.properties.update({ clientId }, set);
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

    async unreconciled(before, page) {
      const where = { settled: 0, updatedAt: new Within({ before }) };
      const { rows, next } = await tables.properties.page(where, { by: 'updatedAt', direction: 'asc' }, page);
      return { items: rows.map(toRecord), next };
    },
  };
}

type Seen = Parameters<PropertyRepository['recordFailure']>[0];

/** Whether the property is not the one any more that the attempt was about. */
const hasMoved = (row: PropertyRow, { eventSeq, reachedSeq, lastFetchedAt }: Seen): boolean =>
  row.eventSeq !== eventSeq || row.reachedSeq !== reachedSeq || row.lastFetchedAt !== lastFetchedAt;

function isNotificationDue(
  { lastError, failingSince, notifiedError }: PropertyRow,
  code: string,
  failingForMs: number,
  notifyAfterMs: number | undefined,
): boolean {
  if (notifyAfterMs === undefined) return false;
  if (notifyAfterMs > 0) return notifiedError === undefined && failingForMs >= notifyAfterMs;
  // Where it is not known since when it fails, the code alone says whether it is news.
  const isOld = failingSince === undefined && lastError === code;
  return notifiedError !== code && !isOld;
}
