// npm run guards: takes each guard against a race or a bad element out of the sources and sees whether a test notices.
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { guards as adapterGuards } from './guards/adapter-guards.mjs';
import { guards as sdkGuards } from './guards/sdk-guards.mjs';
import { guards as storeGuards } from './guards/store-guards.mjs';
import { main, root, run, SetupError } from './run.mjs';

const guards = [...sdkGuards, ...storeGuards, ...adapterGuards];

const help = `npm run guards [-- options]

Takes each guard of scripts/guards/ out of a copy of the sources, one at a time, and runs the tests that are meant for it.
A guard whose removal no test notices is a survivor, and makes this fail. The tests as they are have to pass first.

  --only text    the guards whose name contains this
  --sample n     every n-th guard
  --jobs n       so many copies at once (default 2)
  --list         print the names, and whether each is where it is said to be
  --json         print last { guards, survivors } in one line
  --help         print this`;

/** A test that waits for something which no longer comes has noticed, too. */
const longestMs = 240_000;
/** Of all the tests as they are. */
const longestWholeMs = 3_600_000;

await main(async () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      sample: { type: 'string', default: '1' },
      jobs: { type: 'string', default: '2' },
      list: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const every = readCount('--sample', values.sample);
  const jobs = readCount('--jobs', values.jobs);
  const chosen = guards
    .filter(({ name }) => name.includes(values.only))
    .filter((_, index) => index % every === 0);
  if (chosen.length === 0) throw new SetupError(`No guard's name contains "${values.only}".`);
  const sources = await readSources(chosen);
  if (values.list) {
    for (const { name } of chosen) console.log(name);
    return 0;
  }
  const survivors = await withCopies(Math.min(jobs, chosen.length), (copies) =>
    tryAll(chosen, sources, copies),
  );
  if (survivors.length > 0) console.log(`\nNo test notices without: ${survivors.join('; ')}`);
  console.log(
    values.json
      ? JSON.stringify({ guards: chosen.length, survivors })
      : `\n${chosen.length} guards, ${survivors.length} survivors`,
  );
  return survivors.length === 0 ? 0 : 1;
});

function readCount(name, text) {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new SetupError(`${name} takes a whole number from 1 to 999, not "${text}".`);
}

/** The sources that the guards stand in; refuses a guard that is not there just once. */
async function readSources(chosen) {
  const sources = new Map();
  const gone = [];
  for (const { name, file, cuts } of chosen) {
    if (!sources.has(file)) sources.set(file, await readFile(join(root, file), 'utf8'));
    for (const [guard] of cuts) {
      const times = sources.get(file).split(guard).length - 1;
      if (times !== 1) gone.push(`  ${name}: ${JSON.stringify(guard)} stands ${times} times in ${file}`);
    }
  }
  if (gone.length > 0)
    throw new SetupError(`These guards are not where they are said to be:\n${gone.join('\n')}`);
  return sources;
}

/** Runs `work` with so many copies of the repository, and removes them. */
async function withCopies(count, work) {
  const { output } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    show: false,
  });
  const files = output.split('\0').filter(Boolean);
  const folder = await mkdtemp(join(tmpdir(), 'guards-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  process.once('SIGINT', () => void remove().then(() => process.exit(130)));
  try {
    const copies = [];
    for (let index = 0; index < count; index += 1) copies.push(await copyTo(join(folder, `${index}`), files));
    return await work(copies);
  } finally {
    await remove();
  }
}

async function copyTo(copy, files) {
  for (const file of files) {
    await mkdir(dirname(join(copy, file)), { recursive: true });
    // One that is listed and was removed meanwhile is no part of the sources.
    await cp(join(root, file), join(copy, file)).catch(() => {});
  }
  await linkModules('', copy);
  for (const name of await readdir(join(root, 'packages'))) await linkModules(`packages/${name}`, copy);
  return copy;
}

/** A folder of links, so that what a test writes there stays in the copy. */
async function linkModules(where, copy) {
  const from = join(root, where, 'node_modules');
  const to = join(copy, where, 'node_modules');
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from).catch(() => [])) {
    if (name !== '.cache' && name !== '.vite') await symlink(join(from, name), join(to, name));
  }
}

async function tryAll(chosen, sources, copies) {
  const files = [...new Set(chosen.flatMap(({ tests }) => tests))];
  console.log(`The tests of ${chosen.length} guards as they are (${files.length} files) ...`);
  const whole = await runTests(copies[0], files, [], longestWholeMs);
  if (whole.status !== 0)
    throw new SetupError(`${whole.output}\nThe tests fail with every guard in its place.`);
  const waiting = [...chosen];
  const survivors = [];
  let done = 0;
  const work = async (copy) => {
    for (let guard = waiting.shift(); guard !== undefined; guard = waiting.shift()) {
      const startedAt = Date.now();
      const isNoticed = await tryWithout(guard, sources.get(guard.file), copy);
      done += 1;
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
      console.log(
        `${String(done).padStart(3)}/${chosen.length} ${isNoticed ? 'noticed ' : 'SURVIVED'} ${guard.name} (${seconds} s)`,
      );
      if (!isNoticed) survivors.push(guard.name);
    }
  };
  await Promise.all(copies.map(work));
  return survivors;
}

async function tryWithout({ file, cuts, tests }, source, copy) {
  const cut = cuts.reduce((text, [guard, without = '']) => text.replace(guard, () => without), source);
  await writeFile(join(copy, file), cut);
  try {
    const { status } = await runTests(copy, tests, ['--bail=1', '--testTimeout=30000']);
    return status !== 0;
  } finally {
    await writeFile(join(copy, file), source);
  }
}

/** Runs test files in a copy; past the longest time it is ended, which counts as a failure. */
function runTests(copy, files, options, timeoutMs = longestMs) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const reporter = join(root, 'scripts/count-reporter.mjs');
  const child = spawn(process.execPath, [vitest, 'run', `--reporter=${reporter}`, ...options, ...files], {
    cwd: copy,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  const end = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  return new Promise((resolve) =>
    child.once('close', (code) => {
      clearTimeout(end);
      resolve({ status: code ?? 1, output });
    }),
  );
}
