import { connect, type Socket } from 'node:net';

/** A connection that a test writes to as it likes; it reads only from `read()` on. */
export interface RawClient {
  readonly socket: Socket;
  readonly closed: Promise<void>;
  write(text: string): void;
  /** Reads all that comes until the server closes the connection. */
  read(): Promise<string>;
}

export async function rawClient(url: string): Promise<RawClient> {
  const { hostname, port } = new URL(url);
  const socket = connect({ port: Number(port), host: hostname });
  // The server may cut it off, which is what many tests wait for.
  socket.on('error', () => {});
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return {
    socket,
    closed,
    write: (text) => void socket.write(text, 'latin1'),
    async read() {
      const chunks: Buffer[] = [];
      socket.on('data', (chunk) => chunks.push(chunk));
      await closed;
      return Buffer.concat(chunks).toString('latin1');
    },
  };
}

export const getOf = (path: string, ...headers: string[]) =>
  [`GET ${path} HTTP/1.1`, 'host: x', ...headers, '', ''].join('\r\n');
