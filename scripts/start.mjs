// npm start: sets up, then plays the whole job on a sandbox Entrata and goes on serving.
import { main, runNode } from './run.mjs';
import { setUp } from './setup.mjs';

await main(async () => {
  await setUp();
  const args = ['--import', 'tsx', 'examples/walk-through/main.ts', ...process.argv.slice(2)];
  return runNode(args, (child) => {
    // Ctrl-C reaches the child by itself (same terminal); a TERM sent to us alone does not.
    process.on('SIGINT', () => {});
    process.on('SIGTERM', () => child.kill('SIGTERM'));
  });
});
