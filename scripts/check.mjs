// npm run check: all that CI runs. Stops at the first step that fails; ends with the count of tests, in which
// another step that fails counts as one.
import { main, npm } from './run.mjs';

const steps = [
  ['test', ['test']],
  ['lint', ['run', 'lint']],
  ['typecheck', ['run', 'typecheck']],
  ['lock file', ['run', 'check:lockfile']],
  ['API reference', ['run', 'reference']],
];

await main(async () => {
  let count;
  for (const [name, args] of steps) {
    const startedAt = Date.now();
    console.log(`\n== ${name}`);
    const { status, output } = await npm(args);
    count ??= lastCount(output);
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
  const lines = [...output.matchAll(/^(\d+) passed, (\d+) failed(, \d+ skipped)?$/gm)];
  const [, passed = 0, failed = 0, skipped = ''] = lines.at(-1) ?? [];
  return { passed, failed: Number(failed), skipped };
}

function printCount({ passed, failed, skipped }) {
  console.log(`\n${passed} passed, ${failed} failed${skipped}`);
}
