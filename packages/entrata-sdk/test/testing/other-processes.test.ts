import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { FakeEntrata } from '../../src/testing/index.js';

const limit = 120_000;

async function runInOtherProcess(name: string, env: Record<string, string> = {}): Promise<string> {
  const file = fileURLToPath(new URL(`other-process/${name}.ts`, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file], {
    env: { ...process.env, ...env },
    timeout: limit,
  });
  return stdout.trim();
}

test(
  'a sandbox of this process serves others, which need its options and credentials as JSON',
  async () => {
    const sandbox = new FakeEntrata();
    const { options, close } = await sandbox.listen();
    const code = sandbox.issueCode('demo');
    const { oauth } = sandbox;
    const leadId = await runInOtherProcess('book-a-tour', {
      SANDBOX: JSON.stringify({ options, oauth, code }),
    });
    expect(sandbox.ledger.appointments).toMatchObject([{ leadId, matchesOffer: true }]);
    await close();
  },
  limit,
);

test(
  'a sandbox that closes keeps no process alive, whatever its faults still wait for',
  async () => {
    expect(await runInOtherProcess('close-while-waiting')).toBe('dropped');
  },
  limit,
);
