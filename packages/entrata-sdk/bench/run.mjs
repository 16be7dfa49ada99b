// npm run bench -w entrata-sdk [-- --json]: what the SDK costs, measured against the libraries alone.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
if (!existsSync(new URL('../dist/index.js', import.meta.url))) {
  const built = spawnSync('npm', ['run', 'build', '--silent'], {
    cwd: packageFolder,
    stdio: ['ignore', 2, 2],
  });
  if (built.status !== 0) process.exit(1);
}
const { benchImports } = await import('./imports.mjs');
const { benchSlots } = await import('./slots.mjs');
const { benchCalls } = await import('./calls.mjs');

const results = [];
// Each figure is the best of its rounds, which alternate: what else runs on the machine only ever slows.
/** `ours` and `theirs` in `unit`; the ratio is ours / theirs. */
const add = (name, ours, theirs, aim, against, unit) =>
  results.push({
    name,
    ratio: Number((ours / theirs).toFixed(3)),
    aim,
    against,
    unit,
    value: Number(ours.toFixed(1)),
    baseline: Number(theirs.toFixed(1)),
  });

const imports = benchImports({ rounds: 15 });
add('import', imports.sdk, imports.libraries, '<= 0.5', 'import of undici + zod', 'ms');
const slots = benchSlots({ rounds: 15, millis: 60 });
add('slot reading and formatting', slots.sdk, slots.luxon, '>= 40', 'luxon per slot', 'slots/s');
for (const [name, rates] of Object.entries(await benchCalls({ rounds: 15, millis: 300 }))) {
  add(`${name}, 50 in flight`, rates.sdk, rates.undici, '>= 0.9', 'undici.request + JSON.parse', 'calls/s');
  add(`${name}, 50 in flight`, rates.sdk, rates.fetch, '>= 3.5', 'global fetch', 'calls/s');
}

if (process.argv.includes('--json')) console.log(JSON.stringify(results, null, 2));
else
  console.table(
    Object.fromEntries(results.map(({ name, against, ...rest }) => [`${name} vs ${against}`, rest])),
  );
