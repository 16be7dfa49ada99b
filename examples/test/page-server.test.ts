import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Site, startSite } from './browser/support/start-site.js';

describe('the example server with its page', () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite();
  });
  afterAll(() => site?.stop());

  const post = (path: string, body: unknown, headers = { 'content-type': 'application/json' }) =>
    fetch(site.url + path, { method: 'POST', headers, body: JSON.stringify(body) });

  it('lets a browser load nothing but its own files and the pictures of the named host', async () => {
    const response = await fetch(`${site.url}/`);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' http:\/\/127\.0\.0\.1:\d+; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).not.toMatch(/<script>|<style| on\w+=| style=|https?:/);
  });

  it('serves the files that the page has, and nothing around them', async () => {
    const script = await fetch(`${site.url}/app.js`);
    expect([script.status, script.headers.get('content-type')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ]);
    const etag = script.headers.get('etag') ?? '';
    const again = await fetch(`${site.url}/app.js`, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    for (const path of ['/types.ts', '/tsconfig.json', '/nothing.js', '/%2e%2e/server/main.ts']) {
      expect((await fetch(site.url + path)).status, path).toBe(404);
    }
    expect(await rawStatus(site.url, '/../server/main.ts', 'localhost')).toBe(404);
    expect((await fetch(`${site.url}/app.js`, { method: 'POST' })).status).toBe(404);
  });

  it('lives on whatever path it is asked for', async () => {
    for (const target of ['//', '///', '//[', '/%', '/dev/%E0%A4%A', '//dev/people', '/?']) {
      expect(await rawStatus(site.url, target, 'localhost'), target).toBe(target === '/?' ? 200 : 404);
    }
    expect((await fetch(`${site.url}/healthz`)).status).toBe(200);
  });

  it('keeps the names of the adapter to the adapter', async () => {
    expect((await fetch(`${site.url}/api/houses`)).headers.get('x-request-id')).not.toBeNull();
    expect((await fetch(`${site.url}/api/viewings`)).status).toBe(401);
  });

  it('lists who can log in, and logs in only those', async () => {
    const people = (await (await fetch(`${site.url}/dev/people`)).json()) as { items: { role: string }[] };
    expect(people.items.map(({ role }) => role).sort()).toEqual(['integrator', 'renter']);
    expect(JSON.stringify(people)).not.toContain('@');
    expect((await post('/dev/login?userId=nobody', {})).status).toBe(404);
  });

  it('does for no page of another site what its own page may do', async () => {
    const form = { 'content-type': 'text/plain' };
    expect((await post('/dev/login?userId=1', {}, form)).status).toBe(415);
    expect((await post('/dev/sandbox/faults/clear', {}, form)).status).toBe(415);
    expect(await rawStatus(site.url, '/dev/people', 'rebound.example.test')).toBe(403);
    expect(await rawStatus(site.url, '/dev/people', 'localhost:4010')).toBe(200);
    expect(await rawStatus(site.url, '/dev/people', '[::1]:4010')).toBe(200);
  });

  it('has the sandbox do only what it can', async () => {
    const webhook = { cid: '4101', propertyId: '700001', requestType: 'ACTIVATION', isProven: true };
    expect((await post('/dev/sandbox/webhooks', { ...webhook, cid: '9' })).status).toBe(400);
    expect((await post('/dev/sandbox/webhooks', { ...webhook, propertyId: '1' })).status).toBe(400);
    expect(
      (await post('/dev/sandbox/faults', { kind: 'explode', method: 'sendLeads', times: 1 })).status,
    ).toBe(400);
    expect((await post('/dev/sandbox/faults', 'not an object')).status).toBe(400);
    expect((await post('/dev/sandbox/faults', 'x'.repeat(70_000))).status).toBe(413);
  });
});

/** The status of a request whose path and host no client would send by itself. */
function rawStatus(url: string, path: string, host: string): Promise<number | undefined> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once('error', reject);
    asked.end();
  });
}
