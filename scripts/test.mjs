// npm test: sets up, then runs every test; arguments go to vitest, e.g. `npm test -- slots`. With --full each test runs in
// its long form, which takes too long for every change: see vitest.config.ts.
import { join } from 'node:path';
import { main, root, runNode } from './run.mjs';
import { setUp } from './setup.mjs';

await main(async () => {
  try {
    await setUp();
  } catch (error) {
    // Whoever reads the last line finds the count there even so.
    process.once('exit', () => console.log('\n0 passed, 1 failed'));
    throw error;
  }
  const args = process.argv.slice(2).filter((arg) => arg !== '--full');
  if (args.length < process.argv.length - 2) process.env.ENTRATA_TEST_FULL = 'true';
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const reporter = join(root, 'scripts/count-reporter.mjs');
  return runNode([vitest, 'run', `--reporter=${reporter}`, ...args]);
});
