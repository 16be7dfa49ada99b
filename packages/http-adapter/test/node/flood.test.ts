import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { bundleChild } from '../../../entrata-store/test/support/bundle-child.js';
import { getOf, type RawClient, rawClient } from './support/raw-client.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server whose heap has 256 MB. */
async function startSmallServer() {
  const script = new URL('./support/flooded-child.ts', import.meta.url);
  const bundle = bundleChild(script, { tsconfig: path('../tsconfig.children.json') });
  const child = fork(bundle, [], {
    execArgv: ['--max-old-space-size=256'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  closing.push(() => child.kill('SIGKILL'));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(String(message)));
    child.once('exit', (code, signal) => reject(new Error(`the server ended: ${signal ?? code}`)));
  });
  return { url, exitCode: () => child.exitCode ?? child.signalCode };
}

async function flood(url: string, connections: number, text: string): Promise<readonly RawClient[]> {
  const clients: RawClient[] = [];
  for (let index = 0; index < connections; index += 1) {
    const client = await rawClient(url);
    closing.push(() => client.socket.destroy());
    client.socket.pause();
    client.write(text);
    clients.push(client);
  }
  return clients;
}

test.each([
  ['60 connections that pipeline 1 500 requests each', 60, 1_500],
  ['300 connections that pipeline as many as may wait', 300, 60],
])('a server with a small heap outlives %s and never read', async (_, connections, requests) => {
  const { url, exitCode } = await startSmallServer();
  await flood(url, connections, getOf('/api/houses?limit=200').repeat(requests));
  const during = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(60_000) });
  expect(during.status).toBe(200);
  for (const close of closing.splice(1)) close();
  const after = await fetch(`${url}/api/houses?limit=200`, { signal: AbortSignal.timeout(60_000) });
  expect(((await after.json()) as { items: unknown[] }).items).toHaveLength(200);
  expect(exitCode()).toBeNull();
});
