// How the root scripts run other programs, and how they end. Node's own modules only.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** An error whose message is all a person needs. */
export class SetupError extends Error {}

const quiet = {
  ...process.env,
  ...ownHeaders(),
  TURBO_TELEMETRY_DISABLED: '1',
  npm_config_fund: 'false',
  npm_config_audit: 'false',
};

/** Lets better-sqlite3 compile with the headers that came with Node, where they did, instead of fetching them. */
function ownHeaders() {
  const prefix = dirname(dirname(process.execPath));
  const about = join(prefix, 'include/node/node_version.h');
  if (!existsSync(about)) return {};
  const text = readFileSync(about, 'utf8');
  const part = (name) => new RegExp(`define NODE_${name}_VERSION (\\d+)`).exec(text)?.[1];
  const version = ['MAJOR', 'MINOR', 'PATCH'].map(part).join('.');
  return version === process.versions.node ? { npm_config_nodedir: prefix } : {};
}

/**
 * Runs a command in the root; resolves to its status and all that it printed. A signal ends both at once: npm
 * would take its time to undo what it did, and undo what the next run does with it.
 */
export function run(command, args, { show = true } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env: quiet, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (stream) => (chunk) => {
      output += chunk;
      if (show) stream.write(chunk);
    };
    child.stdout.on('data', keep(process.stdout));
    child.stderr.on('data', keep(process.stderr));
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const stop = () => {
      child.kill('SIGKILL');
      process.exit(130);
    };
    for (const signal of signals) process.once(signal, stop);
    child.once('error', reject);
    child.once('close', (code) => {
      for (const signal of signals) process.off(signal, stop);
      resolve({ status: code ?? 1, output });
    });
  });
}

/** Runs a script of Node's with the terminal its own; resolves to its status. `started` is given the child. */
export function runNode(args, started) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  started?.(child);
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}

/** Runs npm: the one that runs us, else the one on the path. */
export function npm(args, options) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js')) return run(process.execPath, [cli, ...args], options);
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}

/** Runs a script's main function; a SetupError is printed as it is and ends with status 1. */
export async function main(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    console.error(error instanceof SetupError ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
