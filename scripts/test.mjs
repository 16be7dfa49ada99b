// npm test: sets up, then runs every test; arguments go to vitest, e.g. `npm test -- slots`.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { main, root, setUp } from './setup.mjs';

await main(async () => {
  await setUp();
  const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
  const reporter = fileURLToPath(new URL('count-reporter.mjs', import.meta.url));
  const args = [vitest, 'run', '--reporter=default', `--reporter=${reporter}`, ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
});
