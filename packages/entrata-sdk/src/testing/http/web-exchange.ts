import { type ReplyBody, type SandboxReply, type SandboxRequest, wholeBody } from '../protocol/exchange.js';

/** A `Request` as the sandbox reads it. */
export async function readWebRequest(request: Request): Promise<SandboxRequest> {
  const url = new URL(request.url);
  return {
    method: request.method,
    host: request.headers.get('host') ?? url.host,
    scheme: url.protocol.slice(0, -1),
    path: url.pathname,
    query: url.search.slice(1),
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
  };
}

/** The `Response` of a reply; a dropped connection rejects as `fetch` does, and the signal ends a body. */
export async function writeWebResponse(reply: SandboxReply, signal: AbortSignal): Promise<Response> {
  if (reply.delivery === 'reset' || reply.delivery === 'lost') throw droppedConnection();
  const { status, headers, body } = reply;
  if (reply.delivery === 'cut')
    return new Response(streamOf(await cutShort(reply), reply, signal), { status, headers });
  const whole = typeof body === 'string' ? bytesOf(body, reply) : streamOf(body, reply, signal);
  return new Response(whole, { status, headers });
}

/** The part of the body that still arrives, then an error. */
async function cutShort(reply: SandboxReply): Promise<AsyncIterable<string>> {
  const body = await wholeBody(reply.body);
  const kept = body.slice(0, reply.cutAfterBytes ?? Math.floor(body.length / 2));
  return (async function* () {
    yield kept;
    throw droppedConnection();
  })();
}

/** Rejects as soon as the caller gives up, as `fetch` does; the work goes on, as at Entrata. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function bytesOf(text: string, { encoding }: SandboxReply): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text, encoding));
}

function streamOf(
  body: Exclude<ReplyBody, string>,
  reply: SandboxReply,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const parts = (async function* () {
    yield* body;
  })();
  return new ReadableStream({
    start(controller) {
      signal.addEventListener('abort', () => controller.error(signal.reason), { once: true });
    },
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(bytesOf(value, reply));
    },
    async cancel() {
      await parts.return();
    },
  });
}

function droppedConnection(): TypeError {
  return new TypeError('fetch failed', {
    cause: Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }),
  });
}
