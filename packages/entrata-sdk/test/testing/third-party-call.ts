import { request } from 'undici';
import { FakeEntrata, type FakeEntrataOptions } from '../../src/testing/index.js';
import { fixedClock } from './fixed-clock.js';
import type { WireNode } from './post.js';

export const gateway = '/ext/orgs/demo/v1';
export const gatewayHeaders = { 'X-Api-Key': 'demo-sandbox-key', 'Content-Type': 'application/json' };
export const basic = `Basic ${Buffer.from('demo-api:demo-sandbox-password').toString('base64')}`;
/** Credentials in the body, as some older clients send them. */
export const bodyBasic = { type: 'basic', username: 'demo-api', password: 'demo-sandbox-password' };

/** A sandbox on real sockets at 11:00 in Denver on Monday 23 November 2026, called without our SDK. */
export async function openForOthers(options: FakeEntrataOptions = {}) {
  const sandbox = new FakeEntrata({ clock: fixedClock('2026-11-23T18:00:00Z'), ...options });
  const server = await sandbox.listen();
  const send = async (path: string, headers: Record<string, string>, body: unknown) => {
    const reply = await request(`${server.url}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    const json = (await reply.body.json()) as { response: WireNode };
    return { status: reply.statusCode, headers: reply.headers, response: json.response };
  };
  return { sandbox, send, close: () => server.close() };
}
