import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './docs/read-blocks.js';

/** A folder of a user's own, outside the repository, with a package.json of an ES module project. */
export interface CleanFolder {
  readonly path: string;
  write(name: string, text: string): string;
  /** Runs Node in it; the status and all that was printed. */
  node(...args: readonly string[]): { readonly status: number | null; readonly output: string };
  remove(): void;
}

/**
 * With `packed`, our packages are installed as the registry would hand them out: packed, and unpacked there; the third
 * parties' are links to the repository's, so that no network is needed. Without, our own are links too.
 */
export function makeCleanFolder({ packed }: { readonly packed: boolean }): CleanFolder {
  const path = mkdtempSync(join(tmpdir(), 'entrata user '));
  const modules = join(path, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name.startsWith('.') || (packed && name.startsWith('entrata-'))) continue;
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  if (packed)
    for (const folder of ['entrata-sdk', 'entrata-store', 'http-adapter']) installPacked(folder, path);
  const write = (name: string, text: string) => {
    writeFileSync(join(path, name), text);
    return join(path, name);
  };
  write('package.json', '{ "private": true, "type": "module" }');
  return {
    path,
    write,
    node(...args) {
      const env = { ...process.env, PORT: '0' };
      const run = spawnSync(process.execPath, args, { cwd: path, encoding: 'utf8', env, timeout: 60_000 });
      return { status: run.status, output: run.stdout + run.stderr };
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

function installPacked(folder: string, into: string): void {
  const source = join(root, 'packages', folder);
  const args = ['pack', '--json', '--loglevel=error', '--pack-destination', into];
  const { filename, name } = JSON.parse(must('npm', args, source))[0];
  const target = join(into, 'node_modules', name);
  mkdirSync(target);
  must('tar', ['-xzf', join(into, filename), '--strip-components=1', '-C', target], into);
  // What npm could not hoist to the root, it put beside the package.
  const nested = join(source, 'node_modules');
  mkdirSync(join(target, 'node_modules'));
  for (const each of listed(nested)) symlinkSync(join(nested, each), join(target, 'node_modules', each));
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch {
    return [];
  }
}

function must(command: string, args: readonly string[], cwd: string): string {
  const run = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${command} ${args[0]} failed: ${run.stderr}`);
  return run.stdout;
}
