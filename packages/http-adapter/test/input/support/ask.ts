import { Agent, request } from 'node:http';

export interface Asked {
  readonly method: string;
  /** Sent as it is, no client in between rewriting it. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  readonly body: string;
}

/** Only an end of a wait that would otherwise last for ever: far beyond what a busy machine takes. */
const givenUpMs = 90_000;

/** Sends requests over few connections; rejects when no answer comes, and all that follow at once. */
export function createAsker(url: string): {
  ask(asked: Asked): Promise<Answered>;
  close(): void;
} {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const { hostname, port } = new URL(url);
  let isHanging = false;
  return {
    ask({ method, target, headers = {}, body }) {
      return new Promise((resolve, reject) => {
        if (isHanging) {
          reject(new Error('an earlier request got no answer'));
          return;
        }
        const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
        const outgoing = request(
          { agent, hostname, port, method, path: target, headers: { ...headers, ...length } },
          (incoming) => {
            const chunks: Buffer[] = [];
            incoming.on('data', (chunk) => chunks.push(chunk));
            incoming.on('error', reject);
            incoming.on('end', () =>
              resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
            );
          },
        );
        outgoing.setTimeout(givenUpMs, () => {
          isHanging = true;
          outgoing.destroy(new Error('no answer'));
        });
        outgoing.on('error', reject);
        outgoing.end(body);
      });
    },
    close: () => agent.destroy(),
  };
}
