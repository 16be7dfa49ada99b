// Time to import, each time in a fresh process: the SDK against undici and zod alone.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const contenders = { sdk: ['entrata-sdk'], libraries: ['undici', 'zod'] };

export function benchImports({ rounds }) {
  const times = { sdk: [], libraries: [] };
  for (let round = 0; round < rounds; round++) {
    for (const [who, modules] of Object.entries(contenders)) times[who].push(importMillis(modules));
  }
  return { sdk: Math.min(...times.sdk), libraries: Math.min(...times.libraries) };
}

function importMillis(modules) {
  const script = `const started = performance.now();
    for (const name of ${JSON.stringify(modules)}) await import(name);
    process.stdout.write(String(performance.now() - started));`;
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd, encoding: 'utf8' }),
  );
}
