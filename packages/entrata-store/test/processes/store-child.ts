import { createKnexStore } from '../../src/knex/knex-store.js';
import { connectTo } from '../support/connect-to.js';
import { testCipher } from '../support/subjects.js';
import { type Answer, type Call, type ChildOptions, pack, packError, unpack } from './message.js';
import { setProcessClock } from './process-clock.js';

/** A process that holds a store and does what its parent asks. Ends when the parent lets go. */
const { address, clockAheadMs = 0 } = JSON.parse(process.argv[2] ?? '{}') as ChildOptions;
setProcessClock(clockAheadMs);
const store = createKnexStore({ knex: connectTo(address), cipher: testCipher, destroyOnClose: true });
const ran: string[] = [];

type Method = (...args: readonly unknown[]) => Promise<unknown>;
/** What takes or gives no plain data, for the parent to ask all the same. */
const more = {
  clock: { store: async () => store.now().getTime(), process: async () => Date.now() },
  worker: {
    /** Runs tasks of this kind and notes their names; one whose name begins with `held` never ends. */
    start: async (kind: unknown) => {
      const run = async (name: string) => {
        ran.push(name);
        if (name.startsWith('held')) await new Promise(() => {});
      };
      store.tasks.work({ [String(kind)]: ({ payload }) => run(String(payload.name)) }, { pollMs: 20 });
    },
    ran: async () => [...ran],
  },
};
const repositories = { ...store, ...more } as unknown as Readonly<
  Record<string, Readonly<Record<string, Method>>>
>;

process.on('message', async ({ id, path: [repository, method], args }: Call) => {
  const answer = (rest: Omit<Answer, 'id'>) => process.send?.({ id, ...rest });
  try {
    const run = repositories[repository]?.[method];
    if (!run) throw new Error(`${repository}.${method} is not there`);
    answer({ value: pack(await run(...(unpack(args) as unknown[]))) });
  } catch (error) {
    answer({ error: packError(error) });
  }
});
process.on('disconnect', () => {
  // What is held is held for good.
  if (ran.some((name) => name.startsWith('held'))) process.exit();
  void store.close();
});
