import { createKnexStore } from '../../src/knex/knex-store.js';
import { connectTo } from '../support/databases.js';
import { testCipher } from '../support/subjects.js';
import { type Answer, type Call, type ChildOptions, pack, packError, unpack } from './message.js';

/** A process that holds a store and does what its parent asks. Ends when the parent lets go. */
const { address } = JSON.parse(process.argv[2] ?? '{}') as ChildOptions;
const store = createKnexStore({ knex: connectTo(address), cipher: testCipher, destroyOnClose: true });

type Method = (...args: readonly unknown[]) => Promise<unknown>;
const repositories = store as unknown as Readonly<Record<string, Readonly<Record<string, Method>>>>;

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
process.on('disconnect', () => void store.close());
