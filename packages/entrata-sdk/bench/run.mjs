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
const add = (name, ratio, aim, against, unit, value, baseline) =>
  results.push({
    name,
    ratio: Number(ratio.toFixed(3)),
    aim,
    against,
    unit,
    value: Number(value.toFixed(1)),
    baseline: Number(baseline.toFixed(1)),
  });

// Best of the rounds, which alternate: what else runs on the machine only ever slows.
const imports = benchImports({ rounds: 15 });
const { sdk, libraries } = imports;
add('import', sdk / libraries, '<= 0.5', 'import of undici + zod', 'ms', sdk, libraries);
const slots = benchSlots({ rounds: 15, millis: 60 });
add(
  'slot reading and formatting',
  slots.sdk / slots.luxon,
  '>= 40',
  'luxon per slot',
  'slots/s',
  slots.sdk,
  slots.luxon,
);

// The middle of the rounds' ratios: within a round the contenders share whatever else the machine does.
const rivals = [
  ['undici', '>= 0.9', 'undici.request + JSON.parse'],
  ['fetch', '>= 3.5', 'global fetch'],
];
const measures = [
  ['perSecond', '50 in flight', 'calls/s'],
  // Of the calling process alone, which feels a busy machine less.
  ['perCpuSecond', '50 in flight, CPU time', 'calls/s of CPU'],
];
for (const [method, samples] of Object.entries(await benchCalls({ rounds: 41, millis: 100 }))) {
  for (const [rival, aim, against] of rivals) {
    for (const [field, how, unit] of measures) {
      const ours = samples.sdk.map((sample) => sample[field]);
      const theirs = samples[rival].map((sample) => sample[field]);
      const ratio = median(ours.map((value, round) => value / theirs[round]));
      add(`${method}, ${how}`, ratio, aim, against, unit, median(ours), median(theirs));
    }
  }
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

if (process.argv.includes('--json')) console.log(JSON.stringify(results, null, 2));
else
  console.table(
    Object.fromEntries(results.map(({ name, against, ...rest }) => [`${name} vs ${against}`, rest])),
  );
