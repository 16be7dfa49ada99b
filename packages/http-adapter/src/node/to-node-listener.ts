import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '../app/create-app.js';
import { AdapterError } from '../core/adapter-error.js';
import { type ListenerOptions, resolveListener, tooManyInFlight } from '../http/listener-settings.js';
import type { AdapterRequest, AdapterResponse } from '../http/request-response.js';
import { oneAtATime } from './one-at-a-time.js';
import { readRequest } from './read-request.js';
import { createUnreadAnswers } from './unread-answers.js';

/** Options of `toNodeListener`. */
export type NodeListenerOptions = ListenerOptions;

/** A listener for `http.createServer`, or a middleware: without `next` it answers 404 itself. */
export type NodeListener = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error?: unknown) => unknown,
) => void;

/**
 * Serves the app from node:http, or mounts it in Express and its like: paths that are not the app's go to
 * `next()`, an already parsed body is used as it is, and the query stays byte-exact. Requests of one connection are
 * worked on one after the other, also where a client sends them ahead.
 *
 * @example
 * ```ts
 * express().use(toNodeListener(app)).listen(4010);
 * ```
 * @throws TypeError or RangeError that names the option which makes no sense.
 */
export function toNodeListener(app: App, options: NodeListenerOptions = {}): NodeListener {
  const { maxBodyBytes, maxInFlight } = resolveListener('toNodeListener', options);
  const inTurn = oneAtATime(maxInFlight);
  const unread = createUnreadAnswers();
  let working = 0;

  return (incoming, outgoing, next) => {
    inTurn(incoming, outgoing, () => {
      const isFull = working + unread.count() >= maxInFlight;
      const request = readRequest(incoming, outgoing, maxBodyBytes, isFull ? tooManyInFlight() : undefined);
      if (next === undefined || app.owns(request.path)) void answer(incoming, outgoing, request);
      else pass(incoming, outgoing, request, next);
    });
  };

  /** Never rejects: what cannot be sent is answered 500, and what cannot be answered is cut off. */
  async function answer(incoming: IncomingMessage, outgoing: ServerResponse, request: AdapterRequest) {
    working += 1;
    try {
      send(incoming, outgoing, await app.handle(request));
    } catch (error) {
      if (request.refusal !== undefined || outgoing.headersSent) outgoing.destroy();
      else await answer(incoming, outgoing, failed(request, error));
    } finally {
      working -= 1;
    }
  }

  /** To whoever comes next; when that fails, and has not answered, the app answers 500 in its place. */
  function pass(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    request: AdapterRequest,
    next: () => unknown,
  ): void {
    const onFailure = (error: unknown) => {
      if (!outgoing.headersSent) void answer(incoming, outgoing, failed(request, error));
      // Too late to answer, but not to say so in the log; half an answer is cut off.
      else
        void app.handle(failed(request, error)).finally(() => outgoing.writableEnded || outgoing.destroy());
    };
    try {
      const passed = next();
      if (passed !== undefined) Promise.resolve(passed).catch(onFailure);
    } catch (error) {
      onFailure(error);
    }
  }

  function send(incoming: IncomingMessage, outgoing: ServerResponse, response: AdapterResponse): void {
    if (outgoing.destroyed) return;
    const { body } = response;
    const bytes = body === undefined ? 0 : Buffer.byteLength(body);
    const headers: Record<string, string | number> = { ...response.headers };
    if (body !== undefined) headers['content-length'] = bytes;
    // A body that was not read to its end would be taken for the next request on this connection.
    if (!incoming.complete) headers.connection = 'close';
    // HTTP/2 has no such header, and Node warns of it.
    if (incoming.httpVersionMajor > 1) delete headers.connection;
    outgoing.writeHead(response.status, headers);
    outgoing.end(incoming.method === 'HEAD' ? undefined : body);
    // HTTP/2 holds back by itself what its peer does not read.
    if (incoming.httpVersionMajor < 2) unread.add(outgoing, bytes);
  }
}

function failed(request: AdapterRequest, cause: unknown): AdapterRequest {
  return { ...request, refusal: new AdapterError('internal', undefined, { cause }) };
}
