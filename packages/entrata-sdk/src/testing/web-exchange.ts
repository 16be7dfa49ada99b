import type { SandboxReply, SandboxRequest } from './exchange.js';

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

/** The `Response` of a reply; a dropped connection rejects as `fetch` does. */
export function writeWebResponse(reply: SandboxReply): Response {
  if (reply.delivery === 'reset' || reply.delivery === 'lost') throw droppedConnection();
  const bytes = new TextEncoder().encode(
    typeof reply.body === 'string' ? reply.body : [...reply.body].join(''),
  );
  const { status, headers } = reply;
  if (reply.delivery === 'whole') return new Response(bytes, { status, headers });
  const kept = bytes.slice(0, reply.cutAfterBytes ?? Math.floor(bytes.length / 2));
  let isSent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (isSent) controller.error(droppedConnection());
      else controller.enqueue(kept);
      isSent = true;
    },
  });
  return new Response(body, { status, headers });
}

function droppedConnection(): TypeError {
  return new TypeError('fetch failed', {
    cause: Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }),
  });
}
