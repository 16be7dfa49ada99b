// npm run check: all that CI runs. Stops at the first step that fails; ends with the count of tests, in which
// another step that fails counts as one. npm run check:full runs the tests in their long form, and
// after all else takes out each guard, and runs the soaks on each engine.
import { main, npm } from './run.mjs';

const test = ['test', ['test']];
const longTest = ['test', ['run', 'test:full']];

const steps = [
  ['lint', ['run', 'lint']],
  ['map', ['run', 'map', '--', '--check']],
  ['typecheck', ['run', 'typecheck']],
  ['lock file', ['run', 'check:lockfile']],
  ['API reference', ['run', 'reference']],
];

const guards = ['guards', ['run', 'guards']];

const soaks = [
  ['tasks soak', ['run', 'soak:tasks', '--', '--kills', '20']],
  ['webhooks soak', ['run', 'soak:webhooks', '--', '--seconds', '20', '--properties', '500']],
  ...['sqlite', 'postgres', 'mariadb'].map((engine) => [
    `bookings soak on ${engine}`,
    ['run', 'soak:bookings', '--', '--engine', engine, '--bookings', '1000', '--kill-every-ms', '5000'],
  ]),
];

await main(async () => {
  let count = { passed: 0, failed: 0, skipped: 0 };
  const isFull = process.argv.includes('--full');
  for (const [name, args] of isFull ? [longTest, ...steps, guards, ...soaks] : [test, ...steps]) {
    const startedAt = Date.now();
    console.log(`\n== ${name}`);
    const { status, output } = await npm(args);
    count = add(count, lastCount(output));
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    console.log(`\n== ${name}: ${status === 0 ? 'ok' : `failed with status ${status}`}, ${seconds} s`);
    if (status === 0) continue;
    printCount({ ...count, failed: Math.max(count.failed, 1) });
    return 1;
  }
  printCount(count);
  return 0;
});

/** What the last line of the form `N passed, N failed` says. */
function lastCount(output) {
  const lines = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)];
  const [, passed = 0, failed = 0, skipped = 0] = lines.at(-1) ?? [];
  return { passed: Number(passed), failed: Number(failed), skipped: Number(skipped) };
}

function add(one, other) {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

function printCount({ passed, failed, skipped }) {
  console.log(`\n${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`);
}
