import { bearer, createEntrata, type EntrataOptions, type WireExchange } from 'entrata-sdk';
import { expect, it, onTestFinished } from 'vitest';
import { failureOf } from '../support/outcome.js';
import { type Answer, leadTaken, noProperties, rawServer, reply, result } from '../support/raw-server.js';

async function watched(options: EntrataOptions, ...answers: Answer[]) {
  const seen: WireExchange[] = [];
  const server = await rawServer(...answers);
  const entrata = createEntrata({
    oauth: { clientId: 'app', clientSecret: "canary-secret !'()*~" },
    retry: { maxRetries: 1, baseDelayMs: 1 },
    onWire: (exchange) => seen.push(exchange),
    ...server.options,
    ...options,
    wire: { ...server.options.wire, ...options.wire },
  });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  return { seen, entrata, client: entrata.client({ subdomain: 'demo', auth: bearer('canary-token') }) };
}

it('sees each request and its reply, whatever it is', async () => {
  const { seen, client } = await watched({}, reply('<html>', 503), noProperties);
  await client.getProperties({}, { requestId: 'mine' });
  expect(seen).toMatchObject([
    {
      method: 'getProperties',
      subdomain: 'demo',
      requestId: 'mine',
      attempt: 1,
      wire: { service: 'internetlisting', path: '/api/ils/internetlisting' },
      request: {
        url: expect.stringMatching(/\/demo\/api\/ils\/internetlisting$/),
        headers: { authorization: '[secret]' },
        body: { method: { name: 'getProperties', version: 'r1', params: {} } },
      },
      reply: { status: 503, body: '<html>' },
    },
    {
      attempt: 2,
      reply: {
        status: 200,
        body: { response: { code: 200, result: { PhysicalProperty: { Property: [] } } } },
      },
    },
  ]);
});

it('sees a request that no reply came to', async () => {
  const { seen, client } = await watched(
    { retry: { maxRetries: 0 } },
    (response) => void response.socket?.destroy(),
  );
  await failureOf(client.getProperties());
  expect(seen).toMatchObject([{ attempt: 1, reply: undefined }]);
});

it.each(['json', 'form'] as const)('sees no secret of an exchange in %s', async (encoding) => {
  const read = (_: unknown, { body }: { body: unknown }) => ({ access_token: (body as { key: string }).key });
  const { seen, entrata } = await watched(
    { wire: { token: { encoding, read } } },
    reply({ key: 'canary-of-the-reply', expires_in: 60 }),
  );
  const { accessToken } = await entrata.oauth.exchangeCode({ code: "canary+code/ ='" });
  expect(accessToken.reveal()).toBe('canary-of-the-reply');
  expect(seen).toMatchObject([{ reply: { body: { key: '[secret]', expires_in: 60 } } }]);
  expect(JSON.stringify(seen)).not.toContain('canary');
});

it('sees no person, and the ids and codes that a wire is known by', async () => {
  const { seen, client } = await watched(
    {},
    leadTaken,
    result({
      prospects: [
        {
          prospect: [
            {
              applicationId: 18000001,
              customers: {
                customer: [
                  {
                    firstName: 'Canary',
                    lastName: 'Canary',
                    personalPhoneNumber: '555-0143',
                    email: 'canary@example.test',
                  },
                ],
              },
              events: { event: [{ comments: 'canary', typeId: '17' }] },
            },
          ],
        },
      ],
    }),
    reply({ response: { error: { code: 311, message: 'canary@example.test may not' } } }),
  );
  const person = {
    firstName: 'Canary',
    lastName: 'Canary',
    email: 'canary@example.test',
    phone: '312-555-0143',
  };
  await client.sendLead({ propertyId: '700001', person, comment: 'canary' });
  await client.findLeads({ propertyId: '700001', email: person.email, name: 'Canary' });
  await failureOf(client.getProperties());
  // Without the times, which may hold any digits.
  const all = JSON.stringify(seen.map(({ durationMs: _, ...exchange }) => exchange));
  expect(all).not.toMatch(/canary|555-/i);
  expect(all).toContain('700001');
  expect(all).toContain('18000001');
  expect(all).toContain('"typeId":"17"');
  expect(seen.at(-1)).toMatchObject({
    reply: { body: { response: { error: { code: 311, message: '[e-mail] may not' } } } },
  });
});

it('does a call no harm, whatever it does', async () => {
  const odd = [
    () => {
      throw new Error('a bug');
    },
    () => Promise.reject(new Error('nobody waits')),
    ({ request, reply }: WireExchange) => {
      Object.assign(request.headers, { authorization: 'x' });
      Object.assign(reply?.body as object, { response: 'x' });
    },
  ];
  for (const onWire of odd) {
    const { client } = await watched({ onWire: onWire as never }, noProperties);
    expect(await client.getProperties()).toEqual([]);
  }
});
