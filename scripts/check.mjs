// npm run check: all that CI runs. Stops at the first step that fails; ends with the count of tests, in which
// another step that fails counts as one. npm run check:full runs the long tests and the soaks after it, on each engine.
import { main, npm } from './run.mjs';

const steps = [
  ['test', ['test']],
  ['lint', ['run', 'lint']],
  ['typecheck', ['run', 'typecheck']],
  ['lock file', ['run', 'check:lockfile']],
  ['API reference', ['run', 'reference']],
];

/** What takes longer than a change should wait for: about half an hour. */
const longSteps = [
  ['long tests', ['run', 'test:full']],
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
  for (const [name, args] of isFull ? [...steps, ...longSteps] : steps) {
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
