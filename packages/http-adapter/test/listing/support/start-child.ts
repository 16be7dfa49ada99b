import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ChildConfig, ReadyMessage } from './child-config.js';

export interface AdapterChild {
  readonly url: string;
  /** Resolves when it has ended, however. */
  readonly ended: Promise<void>;
  kill(): Promise<void>;
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Starts an adapter in a process of its own; resolves when it serves. */
export async function startChild(config: ChildConfig): Promise<AdapterChild> {
  const child = fork(path('./adapter-child.ts'), [JSON.stringify(config)], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, TSX_TSCONFIG_PATH: path('../../tsconfig.children.json') },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = new Promise<string>((resolve) =>
    child.once('message', (message) => resolve((message as ReadyMessage).url)),
  );
  const url = await Promise.race([ready, ended]);
  if (url === undefined) throw new Error('the adapter ended before it served');
  return {
    url,
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
