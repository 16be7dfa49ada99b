// What `npm start` and `npm test` do first, so that a fresh clone needs no other command: check Node,
// install what the lock file says and is not there, build what changed. Node's own modules only.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { npm, root, run, SetupError } from './run.mjs';

/** Throws unless this Node is one of `^20.19.0 || >=22.14.0`. */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const supported = (major === 20 && minor >= 19) || (major === 22 && minor >= 14) || major > 22;
  if (!supported) {
    throw new SetupError(
      `This is Node ${version}; the project needs Node 20.19 or newer of the 20 line, or 22.14 and newer.\n` +
        'Install one from https://nodejs.org (or `nvm install 22`) and run the command again.',
    );
  }
}

/**
 * The packages that this machine needs of the lock file and that are absent, or there in another version.
 * `installed` is npm's own record; `isThere` looks at the disk, from which folders may be gone.
 */
export function missingPackages(locked, installed, isThere) {
  return Object.entries(locked.packages).flatMap(([path, entry]) => {
    if (entry.link || !path.includes('node_modules/')) return [];
    if (entry.optional && !isForThisMachine(entry)) return [];
    return installed?.packages?.[path]?.version === entry.version && isThere(path) ? [] : [path];
  });
}

/** Whether an optional package is this platform's binary. npm carries on without one that it could not load. */
function isForThisMachine({ os, cpu, libc }) {
  // Which C library this is would take long to find out; the packages that everything needs do not ask.
  return libc === undefined && Boolean(os?.includes(process.platform) && cpu?.includes(process.arch));
}

/** What went wrong with `npm ci`, from what it printed: undefined when it is nothing we know. */
export function explainInstallFailure(output) {
  if (/better-sqlite3|node-gyp/.test(output) && /gyp ERR|prebuild-install|Python|make|g\+\+/.test(output)) {
    return sqliteAdvice(
      'No ready-made binary of better-sqlite3 could be had for this Node and platform, and it could not be compiled.',
    );
  }
  if (/ENOTCACHED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|network/i.test(output)) {
    return 'The npm registry cannot be reached. Check the network (and `npm config get registry`) and run the command again.';
  }
  if (/ENOSPC/.test(output)) return 'The disk is full. Free about 600 MB and run the command again.';
  return undefined;
}

function sqliteAdvice(reason) {
  return [
    reason,
    'Do one of these, then run the command again:',
    '  - let npm download the ready-made binary: it comes from github.com, which a proxy or firewall may block;',
    '  - install a compiler: `apt-get install python3 make g++` (Debian, Ubuntu), `apk add python3 make g++` (Alpine),',
    '    `xcode-select --install` (macOS), or the "Desktop development with C++" build tools (Windows).',
  ].join('\n');
}

const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** npm's own record of what it installed, written when all is there. */
const record = 'node_modules/.package-lock.json';

function readInstalled() {
  return existsSync(join(root, record)) ? readJson(record) : undefined;
}

function lookForMissing() {
  const isThere = (path) => existsSync(join(root, path, 'package.json'));
  return missingPackages(readJson('package-lock.json'), readInstalled(), isThere);
}

async function install() {
  const { length } = lookForMissing();
  if (length === 0) return;
  const quietly = ['--no-fund', '--no-audit', '--loglevel=error'];
  if (readInstalled() !== undefined) {
    // What is there stays, above all the compiled better-sqlite3.
    console.log(`Installing what changed: ${length} packages ...`);
    // Kept, it would let an install that is interrupted pass for whole.
    rmSync(join(root, record));
    const { status } = await npm(['install', '--no-save', ...quietly], { show: false });
    if (status === 0 && lookForMissing().length === 0) return;
  }
  console.log('Installing all packages (a minute or two) ...');
  const { status, output } = await npm(['ci', ...quietly]);
  if (status !== 0)
    throw new SetupError(explainInstallFailure(output) ?? `npm ci failed with status ${status}; see above.`);
}

/** better-sqlite3 may be there without its binary: install scripts switched off, or another Node's build. */
async function checkSqlite() {
  const opens = "new (require('better-sqlite3'))(':memory:').close()";
  const works = () => spawnSync(process.execPath, ['-e', opens], { cwd: root }).status === 0;
  if (works()) return;
  console.log('Building better-sqlite3 for this Node (about a minute) ...');
  const { status, output } = await npm(['rebuild', 'better-sqlite3', '--loglevel=error'], { show: false });
  if (status === 0 && works()) return;
  const advice = sqliteAdvice(
    'better-sqlite3 is installed without a binary that this Node can load, and could not be compiled.',
  );
  throw new SetupError(`${output.trim().split('\n').slice(-5).join('\n')}\n\n${advice}`);
}

async function build() {
  const isBuilt = ['entrata-sdk', 'entrata-store', 'http-adapter'].every((name) =>
    existsSync(join(root, 'packages', name, 'dist')),
  );
  // With nothing to do it takes half a second, of which nobody need be told.
  const say = () => console.log('Building the packages (half a minute the first time) ...');
  const saying = setTimeout(say, isBuilt ? 2_000 : 0);
  const turbo = join(root, 'node_modules/turbo/bin/turbo');
  const { status, output } = await run(
    process.execPath,
    [turbo, 'run', 'build', '--output-logs=errors-only'],
    { show: false },
  );
  clearTimeout(saying);
  if (status !== 0) throw new SetupError(`The build failed:\n${output}`);
}

/** Everything a fresh clone needs; quick when it is all there. */
export async function setUp() {
  checkNode();
  await install();
  await checkSqlite();
  await build();
}
