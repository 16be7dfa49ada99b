import { createServer } from 'node:net';
import { apiKey, basic, bearer, createEntrata } from 'entrata-sdk';
import { describe, expect, it, vi } from 'vitest';
import { runCli } from '../../src/cli/run-cli.js';
import { recordingTerminal } from './terminal.js';

function until<T>(look: () => T | undefined): Promise<T> {
  return vi.waitFor(
    () => {
      const seen = look();
      if (seen === undefined) throw new Error('it did not come');
      return seen;
    },
    { timeout: 20_000, interval: 5 },
  );
}

describe('entrata sandbox', () => {
  it('serves until it is stopped, and the command it suggests works', async () => {
    const terminal = recordingTerminal();
    const running = runCli(['sandbox', '--port', '0'], terminal);
    const text = await until(() => terminal.printed[0]);
    const [, url, token] = /SANDBOX_URL=(\S+) ENTRATA_ACCESS_TOKEN=(\S+)/.exec(text) ?? [];
    const [, suggested = ''] = /entrata (slots .*)/.exec(text) ?? [];
    const other = recordingTerminal({ SANDBOX_URL: url ?? '', ENTRATA_ACCESS_TOKEN: token ?? '' });
    expect(await runCli(suggested.split(' '), other)).toBe(0);
    expect(other.printed.join()).toMatch(/tour times, /);

    terminal.stop();
    expect(await running).toBe(0);
    await expect(fetch(url ?? '')).rejects.toThrow();
  });

  it('names its address, its companies and the credentials of each with --json', async () => {
    const terminal = recordingTerminal();
    const running = runCli(['sandbox', '--port', '0', '--json'], terminal);
    const printed = JSON.parse(await until(() => terminal.printed[0]));
    const { oauth, options, companies } = printed;
    const entrata = createEntrata({ oauth, ...options });
    const [{ subdomain, accessToken, apiKey: key, basic: login }] = companies;
    for (const auth of [bearer(accessToken), apiKey(key), basic(login.username, login.password)])
      expect(await entrata.client({ subdomain, auth }).getProperties()).toHaveLength(3);
    await entrata.close();
    terminal.stop();
    await running;
    expect(printed.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(printed.companies.length).toBeGreaterThanOrEqual(3);
    for (const company of printed.companies) {
      expect(company).toMatchObject({ subdomain: expect.any(String), accessToken: expect.any(String) });
    }
  });

  it('says with status 1 that its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const terminal = recordingTerminal();
    expect(await runCli(['sandbox', '--port', String(port)], terminal)).toBe(1);
    taken.close();
    expect(terminal.complaints.join()).toContain('the port is taken. Give another one with --port');
  });
});
