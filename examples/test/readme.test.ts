import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the example in README.md', () => {
  it('is the file examples/sdk-only/main.ts, word for word', () => {
    const [, block] = readFileSync(join(root, 'README.md'), 'utf8').match(/```ts\n([\s\S]*?)```/) ?? [];
    expect(block).toBe(readFileSync(join(root, 'examples/sdk-only/main.ts'), 'utf8'));
  });

  it('runs, and books', () => {
    const run = spawnSync(process.execPath, ['--import', 'tsx', 'examples/sdk-only/main.ts'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    expect(run.stdout).toMatch(
      /^.+: \d\d:\d\d [A-Z]{3,4} - \d\d:\d\d [A-Z]{3,4} is .+ for you\nbooked: lead \d+\n$/,
    );
    expect(run.status).toBe(0);
  });
});
