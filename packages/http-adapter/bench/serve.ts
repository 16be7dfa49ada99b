import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Program<T> {
  /** What it says first. */
  readonly told: T;
  stop(): void;
}

/** Starts one of the programs of this folder in a process of its own; resolves when it has said something. */
export async function start<T>(file: string, config: object): Promise<Program<T>> {
  const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
  const child = fork(path(file), [JSON.stringify(config)], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, TSX_TSCONFIG_PATH: path('../test/tsconfig.children.json') },
  });
  const told = await new Promise<T>((resolve, reject) => {
    // Each program's first message is of the type that its file names.
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  return { told, stop: () => child.kill('SIGKILL') };
}

export interface Server {
  readonly url: string;
  stop(): void;
}

export async function serve(file: string, config: object): Promise<Server> {
  const { told, stop } = await start<string>(file, config);
  return { url: told, stop };
}
