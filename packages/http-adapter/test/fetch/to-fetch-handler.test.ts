import { describe, expect, it } from 'vitest';
import { type FetchHandler, toFetchHandler } from '../../src/fetch/index.js';
import type { AdapterRequest, App } from '../../src/index.js';
import { serveSandbox } from '../instruments/serve-sandbox.js';

/** An app that answers with what it was given: the edge is tested, not the endpoints. */
function echo(maxBodyBytes?: number): { handler: FetchHandler; seen: AdapterRequest[] } {
  const seen: AdapterRequest[] = [];
  const app: Pick<App, 'handle'> = {
    async handle(request) {
      seen.push(request);
      const body = await request.body().then(
        (bytes) => new TextDecoder().decode(bytes),
        (error: Error) => error.message,
      );
      return { status: 200, headers: { 'content-type': 'text/plain', 'x-request-id': '1' }, body };
    },
  };
  return { handler: toFetchHandler(app as App, maxBodyBytes === undefined ? {} : { maxBodyBytes }), seen };
}

describe('toFetchHandler', () => {
  it('hands over method, path, undecoded query, headers, peer and body', async () => {
    const { handler, seen } = echo();
    const request = new Request('https://app.example.test/api/x%20y?a=b+c%zz&auth_code=aK+b/4A==#frag', {
      method: 'post',
      headers: { 'X-Made-Up': 'yes' },
      body: 'grüße',
    });
    const response = await handler(request, { remoteAddress: '203.0.113.9' });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      path: '/api/x%20y',
      rawQuery: 'a=b+c%zz&auth_code=aK+b/4A==',
      remoteAddress: '203.0.113.9',
    });
    expect(seen[0]?.headers['x-made-up']).toBe('yes');
    expect(await response.text()).toBe('grüße');
    expect(response.headers.get('content-type')).toBe('text/plain');
  });

  it('reads no more of a body than it may', async () => {
    const { handler } = echo(10);
    const tooLong = new Request('https://app.example.test/', { method: 'POST', body: 'x'.repeat(11) });
    expect(await (await handler(tooLong)).text()).toBe('The body is too large');
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1_000)),
    });
    const init = { method: 'POST', body: endless, duplex: 'half' } as RequestInit;
    expect(await (await handler(new Request('https://app.example.test/', init))).text()).toBe(
      'The body is too large',
    );
  });

  it('answers HEAD without a body', async () => {
    const { handler } = echo();
    const response = await handler(new Request('https://app.example.test/', { method: 'HEAD' }));
    expect(response.status).toBe(200);
    expect(response.body).toBeNull();
  });

  it('serves the real app: health, a webhook, and a problem', async () => {
    const served = await serveSandbox();
    const handler = toFetchHandler(served.app);
    const [company] = served.sandbox.companies;
    const query = served.sandbox.webhookQuery({
      requestType: 'ACTIVATION',
      subdomain: company?.subdomain ?? '',
      propertyId: company?.properties[0]?.id ?? '',
    });
    const get = (path: string) => handler(new Request(`https://app.example.test${path}`));
    expect((await get('/healthz')).status).toBe(200);
    expect(await (await get(`/webhooks/entrata?${query}`)).json()).toMatchObject({ status: 'accepted' });
    expect((await get('/no/such/path')).headers.get('content-type')).toContain('application/problem+json');
    await served.app.idle();
    await served.stop();
  });
});
