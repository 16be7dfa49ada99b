import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { bundleChild } from '../../support/bundle-child.js';

/** A script in a process of its own, talking in plain data. */
export interface Child {
  readonly process: ChildProcess;
  /** Resolves when the child says `ready`; rejects when it ends before. */
  readonly ready: Promise<void>;
  readonly exited: Promise<void>;
  /** Everything else the child says. */
  onMessage(listener: (message: unknown) => void): void;
  send(message: unknown): void;
}

export function startChild(script: URL, input: unknown): Child {
  const child = fork(bundleChild(script), [JSON.stringify(input)], {
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  // Drivers complain on stderr about connections that a test cuts; it matters when the child fails.
  let complaints = '';
  child.stderr?.on('data', (chunk) => {
    complaints = `${complaints}${chunk}`.slice(-4_000);
  });
  const exited = once(child, 'exit').then(([code]) => {
    if (typeof code === 'number' && code !== 0) console.error(complaints);
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message) => {
      if (message === 'ready') resolve();
    });
    void exited.then(() => reject(new Error(`${script.pathname} ended before it was ready`)));
  });
  // Whoever needs it awaits it; a child killed early is no error by itself.
  ready.catch(() => {});
  return {
    process: child,
    ready,
    exited,
    onMessage: (listener) => void child.on('message', (message) => message !== 'ready' && listener(message)),
    send(message) {
      if (child.connected) child.send(message as object);
    },
  };
}
