import { type Fault, fault } from './fault.js';

const everyStatus = [
  'pending',
  'sending',
  'confirmed',
  'rejected',
  'failed',
  'unknown',
  'cancelled',
] as const;

export const viewingFaults: readonly Fault[] = [
  fault('viewings.open trims the raw slot', 'viewings', (sound) => ({
    open: (viewing) =>
      sound.open({
        ...viewing,
        slot: viewing.slot && { ...viewing.slot, rawTime: viewing.slot.rawTime.trim() },
      }),
  })),
  fault('viewings.open forgets when the slot starts', 'viewings', (sound) => ({
    open: ({ slot, ...viewing }) =>
      sound.open({ ...viewing, slot: slot && { rawDate: slot.rawDate, rawTime: slot.rawTime } }),
  })),
  fault('viewings.open lets everybody open', 'viewings', (sound) => ({
    open: async (viewing) => ({ ...(await sound.open(viewing)), opening: 'opened' }),
  })),
  fault('viewings.open pays no heed to idempotency keys', 'viewings', (sound) => ({
    open: ({ idempotencyKey: _, requestHash: __, ...viewing }) => sound.open(viewing),
  })),
  fault('viewings.open takes every enquiry for the same', 'viewings', (sound) => ({
    open: (viewing) => sound.open(viewing.slot ? viewing : { ...viewing, message: 'one and the same' }),
  })),
  fault('viewings.open forgets what it replaces', 'viewings', (sound) => ({
    open: ({ replaces: _, ...viewing }) => sound.open(viewing),
  })),
  fault('viewings.open accepts a key without a hash', 'viewings', (sound) => ({
    open: (viewing) =>
      sound.open(
        viewing.idempotencyKey && !viewing.requestHash ? { ...viewing, requestHash: 'none' } : viewing,
      ),
  })),
  fault('viewings.settle keeps the slot of a closed viewing', 'viewings', (sound) => ({
    settle: (id, from, settlement) =>
      sound.settle(
        id,
        from,
        settlement.status === 'cancelled' ? { ...settlement, status: 'unknown' } : settlement,
      ),
  })),
  fault('viewings.settle does not look at the state', 'viewings', (sound) => ({
    settle: (id, _, settlement) => sound.settle(id, everyStatus, settlement),
  })),
  fault('viewings.settle drops the lead id it is not given', 'viewings', (sound) => ({
    settle: (id, from, settlement) => sound.settle(id, from, { leadId: '', ...settlement }),
  })),
  fault('viewings.settle reopens although the slot is taken', 'viewings', (sound) => ({
    settle: (id, from, settlement) => sound.settle(id, from, settlement).catch(() => undefined),
  })),
  fault('viewings.startSending is true for everybody', 'viewings', (sound) => ({
    startSending: async (id, until) => {
      await sound.startSending(id, until);
      return true;
    },
  })),
  fault('viewings.listByUser skips a row between pages', 'viewings', (sound) => ({
    listByUser: async (userId, filter, page) => {
      const answer = await sound.listByUser(userId, filter, page);
      return page?.after === undefined ? answer : { ...answer, items: answer.items.slice(1) };
    },
  })),
  fault("viewings.listByOperator shows others' tours", 'viewings', (sound, { houses }) => ({
    listByOperator: async (_, filter, page) => {
      const { items } = await houses.list({}, { limit: 500 });
      const lists = items.map(({ operatorId }) => sound.listByOperator(operatorId, filter, page));
      return { items: (await Promise.all(lists)).flatMap((list) => list.items), next: undefined };
    },
  })),
  fault('viewings.unsettled forgets those stuck in sending', 'viewings', (sound) => ({
    unsettled: async (before, limit) =>
      (await sound.unsettled(before, limit)).filter(({ status }) => status !== 'sending'),
  })),
];
