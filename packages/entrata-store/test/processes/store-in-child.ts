import { fork } from 'node:child_process';
import type { Store } from '../../src/index.js';
import { bundleChild } from '../support/bundle-child.js';
import type { DatabaseAddress } from '../support/databases.js';
import { type Answer, type Call, type ChildOptions, pack, unpack, unpackError } from './message.js';

const repositories = [
  'users',
  'operators',
  'clients',
  'properties',
  'houses',
  'viewings',
  'webhooks',
  'oauthCodes',
  'tasks',
] as const;

export interface StoreInChild {
  readonly store: Store;
  /** In milliseconds since 1970. */
  readonly clock: { store(): Promise<number>; process(): Promise<number> };
  /** Runs tasks of a kind, tells the `name` in the payloads of those it ran, and never ends one that begins with `held`. */
  readonly worker: { start(kind: string): Promise<void>; ran(): Promise<readonly string[]> };
  close(): Promise<void>;
}

/** A store whose every call runs in another process; transactions, being functions, run in `local`. */
export function openStoreInChild(
  address: DatabaseAddress,
  local: Store,
  more: Omit<ChildOptions, 'address'> = {},
): StoreInChild {
  const options: ChildOptions = { address, ...more };
  const bundle = bundleChild(new URL('./store-child.ts', import.meta.url));
  const child = fork(bundle, [JSON.stringify(options)], {
    execArgv: ['--enable-source-maps'],
    serialization: 'advanced',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let calls = 0;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.on('message', ({ id, value, error }: Answer) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error) call?.reject(unpackError(error));
    else call?.resolve(unpack(value));
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('The child process ended'));
  });

  const remote = (repository: string) =>
    new Proxy(
      {},
      {
        get:
          (_, method) =>
          (...args: unknown[]) =>
            new Promise((resolve, reject) => {
              calls += 1;
              waiting.set(calls, { resolve, reject });
              child.send({ id: calls, path: [repository, String(method)], args: pack(args) } as Call);
            }),
      },
    );
  const remotes = Object.fromEntries(repositories.map((name) => [name, remote(name)]));
  return {
    // The proxies answer to every method of the repository they are named after.
    store: { ...local, ...(remotes as unknown as Pick<Store, (typeof repositories)[number]>) },
    clock: remote('clock') as StoreInChild['clock'],
    worker: remote('worker') as StoreInChild['worker'],
    async close() {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}
