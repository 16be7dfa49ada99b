import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';

const runModule = fileURLToPath(new URL('../run.mjs', import.meta.url));

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'a %s ends a command that would not end by itself',
  async (signal) => {
    const stubborn = `for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
    setInterval(() => {}, 1_000);
    console.log(process.pid);`;
    const script = `import { run } from ${JSON.stringify(runModule)};
    await run(process.execPath, ['-e', ${JSON.stringify(stubborn)}]);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script]);
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once('data', (chunk) => resolve(Number(chunk))),
    );
    parent.kill(signal);
    expect(await new Promise((resolve) => parent.once('exit', resolve))).toBe(130);
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 20_000 });
  },
);
