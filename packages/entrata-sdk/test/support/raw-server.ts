import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EntrataOptions } from 'entrata-sdk';
import { inventedIlsWire } from 'entrata-sdk';

export interface ReceivedRequest {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answer = (
  response: ServerResponse,
  request: ReceivedRequest,
  index: number,
) => void | Promise<void>;

/** A server on loopback that answers as a test says, request by request; the last answer repeats. */
export async function rawServer(...answers: Answer[]) {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const received = {
      url: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    const index = requests.push(received) - 1;
    await (answers[index] ?? answers.at(-1))?.(response, received, index);
  });
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    requests,
    /** Connections opened so far. */
    connections: () => connections,
    options: loopback(url),
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Points an Entrata at a server on loopback. */
export function loopback(url: string) {
  return {
    allowInsecureLoopback: true,
    wire: {
      hosts: { client: `${url}/{subdomain}`, gateway: `${url}/gateway/{subdomain}`, token: `${url}/oauth` },
      ils: inventedIlsWire,
    },
  } satisfies EntrataOptions;
}

export const reply =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

export const result = (value: unknown): Answer =>
  reply({ response: { requestId: '1', code: 200, result: value } });

export const noProperties = result({ PhysicalProperty: { Property: [] } });

export const leadTaken = result({
  prospects: {
    prospect: [{ applicationId: '18000001', applicantId: '20000001', status: 'Success', message: 'ok' }],
  },
});
