import { parseArgs } from 'node:util';
import { testDatabases } from '../../support/databases.js';
import { runSoak, type SoakFigures, type SoakPlan } from './run-soak.js';

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    kills: { type: 'string', default: '100' },
    pauses: { type: 'string', default: '10' },
    cuts: { type: 'string', default: '15' },
    jumps: { type: 'string', default: '15' },
    processes: { type: 'string', default: '4' },
    engine: { type: 'string', multiple: true, default: ['sqlite', 'postgres', 'mariadb'] },
  },
});

if (values.help) {
  console.log(`Runs tasks in worker processes that are killed, paused past their lease, cut off from the database and
given wrong clocks, and judges by the database.

  --engine NAME    sqlite, postgres or mariadb; may be repeated. Default all three.
  --processes N    Default ${values.processes}.
  --kills N  --pauses N  --cuts N  --jumps N    Faults on each engine. Default ${values.kills}, ${values.pauses}, ${values.cuts}, ${values.jumps}.
  --json           One object on the standard output; each engine's figures go to the error output.`);
  process.exit();
}

const plan: SoakPlan = {
  kills: Number(values.kills),
  pauses: Number(values.pauses),
  cuts: Number(values.cuts),
  jumps: Number(values.jumps),
  processes: Number(values.processes),
  leaseMs: 1_000,
};
const wanted = new Set(values.engine);
const results = new Map<string, SoakFigures>();

const databases = (await testDatabases()).filter(({ name }) => wanted.has(name));
if (databases.length < wanted.size) throw new Error('--engine is sqlite, postgres or mariadb');

for (const database of databases) {
  if (!database.available) throw new Error(`Nothing answers at ${database.place} for ${database.name}`);
  const startedMs = performance.now();
  const figures = await runSoak(database, plan);
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  results.set(database.name, figures);
  console.error(`${database.name}: ${JSON.stringify({ ...figures, seconds })}`);
}

const sum = (figure: keyof SoakFigures) =>
  [...results.values()].reduce((total, figures) => total + figures[figure], 0);
const total = {
  engines: [...results.keys()],
  kills: sum('kills'),
  pauses: sum('pauses'),
  tasks: sum('tasks'),
  lost: sum('lost'),
  effectsMissing: sum('effectsMissing'),
  effectsDoubled: sum('effectsDoubled'),
  staleAccepted: sum('staleAccepted'),
};
console.log(values.json ? JSON.stringify(total) : total);
if (total.lost + total.effectsMissing + total.effectsDoubled + total.staleAccepted > 0) process.exitCode = 1;
