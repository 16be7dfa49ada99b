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
  fault('viewings.findEarlier pays no heed to idempotency keys', 'viewings', (sound) => ({
    findEarlier: ({ idempotencyKey: _, requestHash: __, ...viewing }) => sound.findEarlier(viewing),
  })),
  fault('viewings.findEarlier opens a viewing', 'viewings', (sound) => ({
    findEarlier: (viewing) => sound.open(viewing),
  })),
  fault('viewings.findEarlier looks at the newest viewings alone', 'viewings', (sound) => ({
    findEarlier: async (viewing) => {
      const { items } = await sound.listByUser(viewing.userId, {}, { limit: 10 });
      const earlier = await sound.findEarlier(viewing);
      return items.some(({ id }) => id === earlier?.viewing.id) ? earlier : undefined;
    },
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
  fault('viewings.transition keeps the slot of a closed viewing', 'viewings', (sound) => ({
    transition: (id, from, change) =>
      sound.transition(id, from, change.status === 'cancelled' ? { ...change, status: 'unknown' } : change),
  })),
  fault('viewings.transition does not look at the state', 'viewings', (sound) => ({
    transition: (id, _, change) => sound.transition(id, everyStatus, change),
  })),
  fault('viewings.transition drops the lead id it is not given', 'viewings', (sound) => ({
    transition: (id, from, change) => sound.transition(id, from, { leadId: '', ...change }),
  })),
  fault('viewings.transition reopens although the slot is taken', 'viewings', (sound) => ({
    transition: (id, from, change) => sound.transition(id, from, change).catch(() => undefined),
  })),
  fault('viewings.startSending is true for everybody', 'viewings', (sound) => ({
    startSending: async (id, until) => {
      await sound.startSending(id, until);
      return true;
    },
  })),
  fault('viewings.startSending forgets the contact that Entrata is sent', 'viewings', (sound) => ({
    startSending: (id, until) => sound.startSending(id, until),
  })),
  fault('viewings.startSending without a contact drops the one that was sent', 'viewings', (sound) => ({
    startSending: (id, until, contact = {}) => sound.startSending(id, until, contact),
  })),
  fault('viewings.startSending keeps half of an earlier contact', 'viewings', (sound) => ({
    startSending: async (id, until, contact) => {
      const row = await sound.find(id);
      const mixed = contact && { email: row?.sentEmail, phone: row?.sentPhone, ...contact };
      return sound.startSending(id, until, mixed);
    },
  })),
  fault('viewings.startSending writes the contact of one that may not send', 'viewings', (sound) => ({
    startSending: async (id, until, contact) => {
      const mayCall = await sound.startSending(id, until, contact);
      if (!mayCall) await sound.transition(id, ['unknown'], { status: 'unknown', contact });
      return mayCall;
    },
  })),
  fault('viewings.transition takes news of an attempt that is over', 'viewings', (sound) => ({
    transition: (id, from, { ofAttempt: _, ...change }) => sound.transition(id, from, change),
  })),
  fault('viewings.transition does not take a contact back', 'viewings', (sound) => ({
    transition: (id, from, { contact: _, ...change }) => sound.transition(id, from, change),
  })),
  fault('viewings.transition forgets that a cancellation was asked for', 'viewings', (sound) => ({
    transition: (id, from, { cancelRequested: _, ...change }) => sound.transition(id, from, change),
  })),
  fault('viewings.transition ends a cancellation that it does not speak of', 'viewings', (sound) => ({
    transition: (id, from, change) => sound.transition(id, from, { cancelRequested: false, ...change }),
  })),
  fault('viewings.transition goes on with a cancellation that was refused', 'viewings', (sound) => ({
    transition: (id, from, { cancelRequested, ...change }) =>
      sound.transition(id, from, { ...change, cancelRequested: cancelRequested || undefined }),
  })),
  fault('viewings.transition leaves a cancellation under way in a closed viewing', 'viewings', (sound) => ({
    transition: async (id, from, change) => {
      const before = await sound.find(id);
      const moved = await sound.transition(id, from, change);
      const { cancelRequestedAt } = before ?? {};
      return moved && change.status !== 'confirmed' ? { ...moved, cancelRequestedAt } : moved;
    },
  })),
  fault('viewings.transition forgets the cancellation of an unknown viewing', 'viewings', (sound) => ({
    transition: (id, from, change) =>
      sound.transition(
        id,
        from,
        change.status === 'unknown' ? { ...change, cancelRequested: false } : change,
      ),
  })),
  fault('viewings.transition sends again what is to be cancelled', 'viewings', (sound) => ({
    transition: async (id, from, change) => {
      if (change.status === 'pending' && from.includes('unknown'))
        await sound.transition(id, ['unknown'], { status: 'unknown', cancelRequested: false });
      return sound.transition(id, from, change);
    },
  })),
  fault('viewings.open forgets the request that opened it', 'viewings', (sound) => ({
    open: ({ requestId: _, ...viewing }) => sound.open(viewing),
  })),
  fault('viewings.listReplacing lists those that have ended', 'viewings', (sound, { users }) => ({
    listReplacing: async (ids) => {
      const { items } = await users.list({}, { limit: 500 });
      const lists = await Promise.all(items.map(({ id }) => sound.listByUser(id, {}, { limit: 500 })));
      return lists.flatMap((list) => list.items).filter(({ replaces }) => ids.includes(replaces ?? ''));
    },
  })),
  fault('viewings.listReplacing looks for the first alone', 'viewings', (sound) => ({
    listReplacing: (ids) => sound.listReplacing(ids.slice(0, 1)),
  })),
  fault('viewings.listCancelRequested skips a row between pages', 'viewings', (sound) => ({
    listCancelRequested: async (filter, page) => {
      const answer = await sound.listCancelRequested(filter, page);
      return page?.after === undefined ? answer : { ...answer, items: answer.items.slice(1) };
    },
  })),
  fault('viewings.listCancelRequested lists those of every client', 'viewings', (sound) => ({
    listCancelRequested: ({ before }, page) => sound.listCancelRequested({ before }, page),
  })),
  fault('viewings.listCancelRequested lists what was asked for just now', 'viewings', (sound) => ({
    listCancelRequested: (filter, page) =>
      sound.listCancelRequested({ ...filter, before: '9999-01-01T00:00:00.000Z' }, page),
  })),
  fault('viewings.unfinished lists those of every client', 'viewings', (sound) => ({
    unfinished: ({ before }, page) => sound.unfinished({ before }, page),
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
  fault('viewings.unfinished forgets those stuck in sending', 'viewings', (sound) => ({
    unfinished: async (filter, page) => {
      const { items, next } = await sound.unfinished(filter, page);
      return { items: items.filter(({ status }) => status !== 'sending'), next };
    },
  })),
];
