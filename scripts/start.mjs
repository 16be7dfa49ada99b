// npm start: sets up, then plays the whole job on a sandbox Entrata and goes on serving.
import { spawn } from 'node:child_process';
import { checkNode, main, root, setUp } from './setup.mjs';

await main(async () => {
  checkNode();
  await setUp();
  const args = ['--import', 'tsx', 'examples/walk-through/main.ts', ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  // Ctrl-C reaches the child by itself (same terminal); a TERM sent to us alone does not.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
});
