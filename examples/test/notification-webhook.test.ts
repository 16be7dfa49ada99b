import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { startSite } from './browser/support/start-site.js';

interface Received {
  readonly key: string | undefined;
  readonly body: Record<string, string>;
}

it('the example server posts notifications to a URL, again when the receiver failed', async () => {
  const received: Received[] = [];
  const receiver = createServer(async (request, response) => {
    const key = request.headers['idempotency-key'];
    const isFirst = received.length === 0;
    received.push({ key: key?.toString(), body: JSON.parse(await text(request)) });
    response.writeHead(isFirst ? 500 : 204).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  const site = await startSite({ notificationUrl: `http://127.0.0.1:${port}/notifications` });
  await site.connect('demo');

  const typesOf = (types: string[]) => [...new Set(types)].sort();
  await expect
    .poll(() => typesOf(received.map(({ body }) => body.type ?? '')), { timeout: 30_000 })
    .toEqual(['client.connected', 'property.activated']);
  const [first] = received;
  await expect
    .poll(() => received.filter(({ key }) => key === first?.key), { timeout: 30_000 })
    .toHaveLength(2);
  for (const { key, body } of received) expect(body).toMatchObject({ id: key, clientId: expect.any(String) });
  await site.stop();
  receiver.closeAllConnections();
  receiver.close();
});
