import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bundleChild } from '../../../../entrata-store/test/support/bundle-child.js';
import type { ClockMessage } from '../../support/own-clock.js';
import type { ChildConfig, ReadyMessage } from './child-config.js';

export interface AdapterChild {
  readonly url: string;
  /** Resolves when it has ended, however. */
  readonly ended: Promise<void>;
  /** Sets its clock off. */
  setClockOff(ms: number): void;
  kill(): Promise<void>;
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Starts an adapter in a process of its own; resolves when it serves. */
export async function startChild(config: ChildConfig): Promise<AdapterChild> {
  const script = new URL('./adapter-child.ts', import.meta.url);
  const bundle = bundleChild(script, { tsconfig: path('../../tsconfig.children.json') });
  const child = fork(bundle, [JSON.stringify(config)], {
    execArgv: ['--enable-source-maps'],
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
    setClockOff(clockOffMs) {
      // It may be dead by now.
      child.send({ clockOffMs } satisfies ClockMessage, () => {});
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
