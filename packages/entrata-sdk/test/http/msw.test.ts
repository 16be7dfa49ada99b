import { apiKey, createEntrata, fetchHttp } from 'entrata-sdk';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { failureOf } from '../support/outcome.js';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const url = 'https://apis.entrata.com/ext/orgs/demo/v1/properties';
const client = createEntrata({ http: fetchHttp(), retry: { maxRetries: 1, baseDelayMs: 1 } }).client({
  subdomain: 'demo',
  auth: apiKey('key'),
});

it('works on the fetch transport with MSW answering for the real gateway', async () => {
  const seen: unknown[] = [];
  server.use(
    http.post(url, async ({ request }) => {
      seen.push([request.headers.get('x-api-key'), await request.json()]);
      return HttpResponse.json({
        response: {
          code: 200,
          result: { PhysicalProperty: { Property: [{ PropertyID: 7, MarketingName: 'Mocked' }] } },
        },
      });
    }),
  );
  await expect(client.getProperties({ propertyIds: ['7'] })).resolves.toMatchObject([
    { id: '7', name: 'Mocked', officeHours: [], disabled: false },
  ]);
  expect(seen).toMatchObject([
    [
      'key',
      {
        auth: { type: 'apikey' },
        method: { name: 'getProperties', version: 'r1', params: { propertyIds: '7' } },
      },
    ],
  ]);
});

it('sees network errors and statuses that MSW makes up', async () => {
  server.use(http.post(url, () => HttpResponse.error()));
  expect(await failureOf(client.getProperties())).toMatchObject({ code: 'network', outcome: 'unknown' });
  server.use(
    http.post(url, () => HttpResponse.json({ response: { error: { code: 1403 } } }, { status: 400 })),
  );
  expect(await failureOf(client.getProperties())).toMatchObject({ code: 'forbidden', entrataCode: 1403 });
});
