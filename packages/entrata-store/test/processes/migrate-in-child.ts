import { execFile } from 'node:child_process';
import { bundleChild } from '../support/bundle-child.js';
import type { OpenDatabase } from '../support/databases.js';

const script = new URL('./migrate-child.ts', import.meta.url);

/**
 * Runs a migration in a process of its own, which dies by SIGKILL just before its n-th statement, if that is given. How
 * many statements it took, or the signal that ended it.
 */
export function migrateInChild(
  database: OpenDatabase,
  killAt?: { readonly statement: number; readonly of: 'all' | 'writes' },
): Promise<{ count?: number; writes?: number; signal?: string }> {
  const options = JSON.stringify({ address: database.address, killAt });
  const env = { ...process.env, NODE_OPTIONS: '' };
  const bundle = bundleChild(script);
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ['--enable-source-maps', bundle, options],
      { env, timeout: 110_000 },
      (error, stdout, stderr) => {
        if (error?.signal === 'SIGKILL') resolve({ signal: 'SIGKILL' });
        else if (error) reject(new Error(stderr));
        else resolve(JSON.parse(stdout));
      },
    );
  });
}
