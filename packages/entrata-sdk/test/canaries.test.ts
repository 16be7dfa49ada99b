import { inspect } from 'node:util';
import {
  apiKey,
  basic,
  bearer,
  createEntrata,
  type EntrataEvent,
  isEntrataError,
  parseWebhook,
  secret,
} from 'entrata-sdk';
import { expect, it, onTestFinished } from 'vitest';
import { type Answer, rawServer, reply } from './support/raw-server.js';

const canaries = {
  code: 'canary-code',
  clientSecret: 'canary-client-secret',
  token: 'canary-token',
  key: 'canary-key',
  password: 'canary-password',
  email: 'canary@example.test',
  phone: '5550109999',
  lastName: 'Canaryson',
};

/** Repeats what it was sent, as an upstream that echoes its input would. */
const echo =
  (status: number, replyOf: (message: string) => object): Answer =>
  (response, request) => {
    const { auth } = JSON.parse(request.body);
    const sent = [auth.code, auth.client_secret, request.headers.authorization, request.headers['x-api-key']];
    const message = `refused: ${canaries.email} ${canaries.phone} ${sent.join(' ')}`;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ response: replyOf(message) }));
  };
const asError = (message: string) => ({ error: { code: 400, message } });
const asRecord = (message: string) => ({
  code: 200,
  result: { prospects: { prospect: [{ status: 'Failed', message }] } },
});

it('puts no secret and no personal data into any event or error', async () => {
  const answers: Answer[] = [
    echo(200, asError),
    echo(500, asError),
    echo(200, asRecord),
    echo(200, (result) => ({ code: 200, result })),
    reply('<html>', 403),
    (response) => void response.socket?.destroy(),
    reply({
      response: {
        code: 200,
        result: { PhysicalProperty: { Property: [{ MarketingName: canaries.email }] } },
      },
    }),
    reply('', 302, { location: `/?${canaries.token}` }),
  ];
  const printed: string[] = [];
  const print = (value: unknown) =>
    printed.push(inspect(value, { depth: 12, showHidden: true }), JSON.stringify(value), String(value));
  for (const answer of answers) {
    const server = await rawServer(answer);
    const entrata = createEntrata({
      ...server.options,
      oauth: { clientId: 'id', clientSecret: secret(canaries.clientSecret) },
      retry: { maxRetries: 1, baseDelayMs: 0 },
      onEvent: (event: EntrataEvent) => print(event),
    });
    onTestFinished(async () => {
      await entrata.close();
      await server.close();
    });
    const auths = [
      bearer(secret(canaries.token)),
      bearer(canaries.token),
      apiKey(secret(canaries.key)),
      basic('user', secret(canaries.password)),
    ];
    const { email, phone, lastName } = canaries;
    const calls = auths.flatMap((auth) => {
      const client = entrata.client({ subdomain: 'demo', auth });
      return [
        client.getProperties(),
        client.sendLead({
          propertyId: '1',
          person: { firstName: 'Ada', lastName, email, phone },
          comment: 'canary',
        }),
        client.findLeads({ propertyId: '1', email }),
      ];
    });
    calls.push(entrata.oauth.exchangeCode({ code: secret(canaries.code) }) as never);
    for (const outcome of await Promise.allSettled(calls)) {
      if (outcome.status !== 'rejected') continue;
      expect(isEntrataError(outcome.reason)).toBe(true);
      print(outcome.reason);
    }
  }
  print(parseWebhook(`cid=1&auth_code=${canaries.code}`).authCode);
  expect(printed.length).toBeGreaterThan(300);
  for (const text of printed) expect(text ?? '').not.toMatch(/canary|5550109999/i);
});
