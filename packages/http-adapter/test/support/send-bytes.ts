import { connect } from 'node:net';

/**
 * Writes bytes as they are, no client in between rewriting them, and returns all that comes back until the
 * server ends the connection. `isHalfClosed` ends our side at once, as a client does that asks nothing more.
 */
export function sendBytes(
  url: string,
  bytes: string,
  { isHalfClosed = false }: { readonly isHalfClosed?: boolean } = {},
): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true }, () => {
      socket.write(bytes, 'latin1');
      if (isHalfClosed) socket.end();
    });
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    // A server may cut a connection off whose bytes make no sense.
    socket.on('error', () => {});
    socket.on('end', () => socket.end());
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}

/** A whole GET, answered and closed. */
export const getBytes = (url: string, target: string): Promise<string> =>
  sendBytes(url, `GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);

/** The status codes of the answers in what came back, in their order. */
export const statusesOf = (answer: string): readonly number[] =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
