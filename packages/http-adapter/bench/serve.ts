import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Server {
  readonly url: string;
  stop(): void;
}

/** Starts one of the servers of this folder in a process of its own. */
export async function serve(file: string, config: object): Promise<Server> {
  const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
  const child = fork(path(file), [JSON.stringify(config)], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, TSX_TSCONFIG_PATH: path('../test/tsconfig.children.json') },
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(String(message)));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  return { url, stop: () => child.kill('SIGKILL') };
}
