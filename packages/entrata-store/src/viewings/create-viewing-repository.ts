import { checkObject } from '../core/check-option.js';
import { StoreError } from '../core/errors.js';
import type { Id } from '../core/ids.js';
import { checkInstant } from '../core/instants.js';
import type { HouseRow } from '../houses/houses-table.js';
import { IdOf, OneOf, type Where, Within } from '../rows/condition.js';
import type { NewRow, RowTable, Services, Session } from '../rows/row-table.js';
import { completeRow } from '../rows/row-table.js';
import { isClosed, openKeyOf, requestKeyOf } from './viewing-keys.js';
import type {
  NewViewing,
  OpenedViewing,
  ViewingChange,
  ViewingContact,
  ViewingOpening,
  ViewingRecord,
  ViewingRepository,
  ViewingStatus,
} from './viewing-repository.js';
import { type ViewingRow, viewingsTable } from './viewings-table.js';

interface Tables {
  readonly viewings: RowTable<ViewingRow>;
}

const toRecord = ({ openKey: _, requestKey: __, ...record }: ViewingRow): ViewingRecord => record;
const newestFirst = { by: 'createdAt', direction: 'desc' } as const;

export function createViewingRepository(session: Session<Tables>, { now }: Services): ViewingRepository {
  const { tables } = session;

  function toRow(viewing: NewViewing): NewRow<ViewingRow> {
    checkObject('viewing', viewing);
    if (viewing.slot !== undefined) checkObject('slot', viewing.slot);
    const { userId, houseId, slot, idempotencyKey, requestHash } = viewing;
    if ((idempotencyKey === undefined) !== (requestHash === undefined))
      throw new StoreError('misuse', 'An idempotency key and a request hash go together');
    const at = now();
    const place = {
      userId,
      houseId,
      rawDate: slot?.rawDate,
      rawTime: slot?.rawTime,
      message: viewing.message,
    };
    return {
      ...place,
      tourType: viewing.tourType,
      startsAt: slot?.startsAt,
      endsAt: slot?.endsAt,
      replaces: viewing.replaces,
      status: 'pending',
      appointment: 'unverified',
      idempotencyKey,
      requestKey: idempotencyKey === undefined ? undefined : requestKeyOf(userId, idempotencyKey),
      requestHash,
      requestId: viewing.requestId,
      openKey: openKeyOf(place),
      attempts: 0,
      createdAt: at,
      updatedAt: at,
    };
  }

  async function findInTheWay(tables: Tables, row: NewRow<ViewingRow>): Promise<OpenedViewing | undefined> {
    const answer = (found: ViewingRow, opening: ViewingOpening) => ({ viewing: toRecord(found), opening });
    if (row.requestKey !== undefined) {
      const same = await tables.viewings.first({ requestKey: row.requestKey });
      if (same) return answer(same, same.requestHash === row.requestHash ? 'replayed' : 'key_reused');
    }
    const open = await tables.viewings.first({ openKey: row.openKey });
    return open && answer(open, 'exists');
  }

  async function page(where: Where<ViewingRow>, request: Parameters<ViewingRepository['listByUser']>[2]) {
    const { rows, next } = await tables.viewings.page(where, newestFirst, request);
    return { items: rows.map(toRecord), next };
  }

  const byStatus = (status: readonly ViewingStatus[] | undefined) =>
    status === undefined ? {} : { status: new OneOf(status) };
  const ofClient = (clientId: Id | undefined) =>
    clientId === undefined ? {} : { houseId: new IdOf<HouseRow>('houses', { clientId }) };
  const ofOperator = (operatorId: Id, houseId?: Id) => ({
    houseId: new IdOf<HouseRow>('houses', { operatorId, ...(houseId === undefined ? {} : { id: houseId }) }),
  });

  return {
    async open(viewing) {
      const row = toRow(viewing);
      return session.atomic(async (tables) => {
        // Once more when the viewing that was in the way closed between the two statements.
        for (let turn = 0; turn < 3; turn += 1) {
          const id = await tables.viewings.insertIfAbsent(row);
          if (id !== undefined)
            return { viewing: toRecord(completeRow(viewingsTable, id, row)), opening: 'opened' as const };
          const earlier = await findInTheWay(tables, row);
          if (earlier) return earlier;
        }
        throw new StoreError('conflict', 'The slot changed hands too quickly', { retryable: true });
      });
    },

    async findEarlier(viewing) {
      return findInTheWay(tables, toRow(viewing));
    },

    async startSending(id, sendingUntil, contact) {
      checkInstant('sendingUntil', sendingUntil);
      return session.atomic(async (tables) => {
        const row = await tables.viewings.first({ id }, 'lock');
        if (row?.status !== 'pending') return false;
        const set = {
          status: 'sending',
          attempts: row.attempts + 1,
          sendingUntil,
          ...sentTo(contact),
          updatedAt: now(),
        } as const;
        return (await tables.viewings.update({ id, status: 'pending' }, set)) === 1;
      });
    },

    async transition(id, from, change) {
      const states = new OneOf(from);
      checkObject('change', change);
      return session.atomic(async (tables) => {
        const row = await tables.viewings.first({ id }, 'lock');
        if (!row || !states.values.includes(row.status)) return undefined;
        if (change.ofAttempt !== undefined && change.ofAttempt !== row.attempts) return undefined;
        if (change.status === 'pending' && row.cancelRequestedAt !== undefined) return undefined;
        const at = now();
        const set = {
          status: change.status,
          leadId: change.leadId ?? row.leadId,
          applicantId: change.applicantId ?? row.applicantId,
          appointment: change.appointment ?? row.appointment,
          note: change.note ?? row.note,
          openKey: isClosed(change.status) ? undefined : openKeyOf(row),
          requestKey: change.status === 'failed' ? undefined : row.requestKey,
          sendingUntil: undefined,
          ...sentTo(change.contact),
          cancelRequestedAt: isCancelRequested(row, change) ? (row.cancelRequestedAt ?? at) : undefined,
          updatedAt: at,
        };
        const changed = await tables.viewings.update({ id, status: row.status }, set);
        if (changed !== 1) return undefined;
        // A mapped table need not keep these: the answer says what it holds.
        const isAdded = set.cancelRequestedAt !== row.cancelRequestedAt || change.contact !== undefined;
        const stored = isAdded ? await tables.viewings.first({ id }) : undefined;
        return toRecord(stored ?? { ...row, ...set });
      });
    },

    async listReplacing(ids) {
      const replaces = new OneOf<string>(ids);
      if (ids.length === 0) return [];
      // Few are in these states, whose index finds them.
      const status = new OneOf<ViewingStatus>(['pending', 'sending', 'unknown']);
      return (await tables.viewings.all({ replaces, status })).map(toRecord);
    },

    async find(id) {
      const row = await tables.viewings.first({ id });
      return row && toRecord(row);
    },

    async listByUser(userId, filter, request) {
      return page({ userId, ...byStatus(filter?.status) }, request);
    },

    async listByOperator(operatorId, filter, request) {
      return page({ ...ofOperator(operatorId, filter?.houseId), ...byStatus(filter?.status) }, request);
    },

    async countByOperator(operatorId) {
      const counts: Record<ViewingStatus, number> = {
        pending: 0,
        sending: 0,
        confirmed: 0,
        rejected: 0,
        failed: 0,
        unknown: 0,
        cancelled: 0,
      };
      // Added up: words that we do not know all read as `unknown`.
      for (const { value, count } of await tables.viewings.countBy(ofOperator(operatorId), 'status'))
        counts[value] += count;
      return counts;
    },

    async unfinished(filter, request) {
      checkObject('filter', filter);
      const { before, clientId } = filter;
      const open = new OneOf<ViewingStatus>(['pending', 'unknown', 'sending']);
      const where = { status: open, updatedAt: new Within({ before }), ...ofClient(clientId) };
      const order = { by: 'updatedAt', direction: 'asc' } as const;
      const { rows, next } = await tables.viewings.page(where, order, request);
      const at = now();
      const isHeld = ({ status, sendingUntil }: ViewingRow) =>
        status === 'sending' && (sendingUntil === undefined || sendingUntil >= at);
      return { items: rows.filter((row) => !isHeld(row)).map(toRecord), next };
    },

    async listCancelRequested(filter, request) {
      checkObject('filter', filter);
      const { before, clientId } = filter;
      const asked = { cancelRequestedAt: new Within({ before }), ...ofClient(clientId) };
      const order = { by: 'cancelRequestedAt', direction: 'asc' } as const;
      const { rows, next } = await tables.viewings.page(asked, order, request);
      // Few rows have that instant, and nearly all of them are confirmed: as a condition it would tempt a planner to
      // walk all confirmed ones instead.
      return { items: rows.filter(({ status }) => status === 'confirmed').map(toRecord), next };
    },
  };
}

function sentTo(contact: ViewingContact | undefined): Partial<Pick<ViewingRow, 'sentEmail' | 'sentPhone'>> {
  if (contact === undefined) return {};
  checkObject('contact', contact);
  return { sentEmail: contact.email, sentPhone: contact.phone };
}

function isCancelRequested(row: ViewingRow, { status, cancelRequested }: ViewingChange): boolean {
  const mayWait = status === 'confirmed' || status === 'unknown';
  return mayWait && (cancelRequested ?? row.cancelRequestedAt !== undefined);
}
