import { connect, type Socket } from 'node:net';

export interface LoadResult {
  readonly perSecond: number;
  /** Each request's time in milliseconds, sorted. */
  readonly latenciesMs: readonly number[];
}

const endOfHead = Buffer.from('\r\n\r\n');

/**
 * Sends the same GET over kept-alive sockets, one request in flight on each. It reads no more of an answer than
 * its status and length, so that the server is the bound and not the client.
 */
export async function load(url: string, connections: number, durationMs: number): Promise<LoadResult> {
  const { hostname, port, pathname, search } = new URL(url);
  const request = `GET ${pathname}${search} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n\r\n`;
  const latenciesMs: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + durationMs;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      while (performance.now() < endsAt) {
        const sentAt = performance.now();
        socket.write(request);
        await readAnswer(socket);
        latenciesMs.push(performance.now() - sentAt);
      }
      socket.destroy();
    }),
  );
  const elapsedMs = performance.now() - startedAt;
  latenciesMs.sort((a, b) => a - b);
  return { perSecond: (latenciesMs.length / elapsedMs) * 1000, latenciesMs };
}

function readAnswer(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    let head: Buffer = Buffer.alloc(0);
    let missing: number | undefined;
    const stop = (error?: Error) => {
      socket.off('data', onData);
      socket.off('error', stop);
      socket.off('close', onClose);
      if (error === undefined) resolve();
      else reject(error);
    };
    const onClose = () => stop(new Error('the server closed the connection'));
    const onData = (chunk: Buffer) => {
      if (missing !== undefined) {
        missing -= chunk.byteLength;
      } else {
        head = head.byteLength === 0 ? chunk : Buffer.concat([head, chunk]);
        const end = head.indexOf(endOfHead);
        if (end === -1) return;
        const text = head.toString('latin1', 0, end);
        if (!text.startsWith('HTTP/1.1 200')) return stop(new Error(text.slice(0, 60)));
        const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
        if (length === undefined) return stop(new Error('an answer without a length'));
        missing = Number(length) - (head.byteLength - end - endOfHead.byteLength);
      }
      if (missing <= 0) stop();
    };
    socket.on('data', onData);
    socket.once('error', stop);
    socket.once('close', onClose);
  });
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
