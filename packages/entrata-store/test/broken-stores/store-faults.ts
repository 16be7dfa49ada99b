import { createMemoryStore, StoreError } from '../../src/index.js';
import { type Fault, fault, mapTexts } from './fault.js';

/** A mistake in how every text of a viewing is kept. */
const textFault = (what: string, change: (text: string) => string): Fault =>
  fault(what, 'viewings', (sound) => ({
    open: (viewing) =>
      sound.open({ ...viewing, ...mapTexts({ slot: viewing.slot, message: viewing.message }, change) }),
  }));

export const storeFaults: readonly Fault[] = [
  textFault('texts lose their 4-byte characters', (text) => text.replace(/\p{Emoji_Presentation}/gu, '?')),
  textFault('texts lose the spaces at their end', (text) => text.trimEnd()),
  textFault('texts have their line ends changed', (text) => text.replaceAll('\r\n', '\n')),
  textFault('texts have their quotes escaped', (text) => text.replaceAll("'", "\\'")),
  textFault('texts are normalised', (text) => text.normalize('NFC')),
  textFault('texts are decoded', (text) => text.replaceAll('%2B', '+')),
  textFault('an empty text becomes one of a space', (text) => text || ' '),
  textFault('texts are cut at 65,535', (text) => text.slice(0, 65_535)),
  textFault('texts end at a NUL', (text) => text.split('\0')[0] ?? ''),
  textFault('half a surrogate pair is replaced', (text) => Buffer.from(text).toString()),
  fault('users.insert cuts what is too long', 'users', (sound) => ({
    insert: (user) =>
      sound.insert(typeof user.name === 'string' ? { ...user, name: user.name.slice(0, 255) } : user),
  })),
  fault('an id that is missing matches every row', 'clients', (sound) => ({
    revoke: async (id) => {
      if (id !== undefined) return sound.revoke(id);
      for (const client of (await sound.list({ limit: 500 })).items) await sound.revoke(client.id);
      return true;
    },
  })),
  fault('a filter is a pattern', 'clients', (sound) => ({
    findByCid: async (cid) =>
      (await sound.findByCid(cid)) ?? (cid.includes("' or") ? (await sound.list()).items[0] : undefined),
  })),
  {
    what: 'a transaction is a series of single statements',
    apply: (store) => ({ ...store, transaction: (work) => work(store) }),
  },
  {
    what: 'a transaction returns before its commit, and nobody learns that it failed',
    apply: (store) => ({
      ...store,
      transaction: async (work) => store.transaction(work).catch(() => undefined as never),
    }),
  },
  {
    what: 'a transaction wraps the error of its work',
    apply: (store) => ({
      ...store,
      transaction: (work) =>
        store.transaction(work).catch((error: unknown) => {
          throw error instanceof StoreError ? error : new StoreError('unexpected', 'failed');
        }),
    }),
  },
  {
    what: 'the result of a transaction is lost',
    apply: (store) => ({
      ...store,
      transaction: async (work) => {
        await store.transaction(work);
        return undefined as never;
      },
    }),
  },
  {
    what: 'tasks are enqueued outside the transaction',
    apply: (store) => {
      const elsewhere = createMemoryStore();
      return {
        ...store,
        tasks: elsewhere.tasks,
        transaction: (work) => store.transaction((tx) => work({ ...tx, tasks: elsewhere.tasks })),
      };
    },
  },
  {
    what: 'now() is the clock of another machine',
    apply: (store) => ({ ...store, now: () => new Date(store.now().getTime() + 3_600_000) }),
  },
  {
    what: 'a closed store answers',
    apply: (store) => ({ ...store, close: async () => {} }),
  },
];
