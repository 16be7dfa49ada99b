import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Step } from 'entrata-http-adapter';
import { bundleChild } from '../../../../entrata-store/test/support/bundle-child.js';
import type { ClockMessage } from '../../support/own-clock.js';
import type { ChildConfig, DoomMessage, ReadyMessage } from './child-config.js';

export interface AdapterChild {
  readonly url: string;
  /** Resolves with the signal that ended it, or its exit code. */
  readonly ended: Promise<NodeJS.Signals | number | null>;
  /** From now on it ends itself with SIGKILL when it comes to this step. */
  doom(dieAt: Step): Promise<void>;
  /** Sets its clock off. */
  setClockOff(ms: number): void;
  kill(): Promise<void>;
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Starts an adapter in a process of its own; resolves when it serves. */
export async function startChild(config: ChildConfig): Promise<AdapterChild> {
  const script = new URL('./adapter-child.ts', import.meta.url);
  const bundle = bundleChild(script, { tsconfig: path('../../tsconfig.children.json') });
  const child: ChildProcess = fork(bundle, [JSON.stringify(config)], {
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  const ready = new Promise<ReadyMessage>((resolve) => {
    child.once('message', (message) => resolve(message as ReadyMessage));
  });
  const first = await Promise.race([ready, ended]);
  if (typeof first !== 'object' || first === null) throw new Error(`the adapter ended with ${first}`);
  return {
    url: first.url,
    ended,
    doom(dieAt) {
      return new Promise((resolve, reject) => {
        const message: DoomMessage = { dieAt };
        child.send(message, (error) => (error === null ? resolve() : reject(error)));
      });
    },
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
