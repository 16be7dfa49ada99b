import type { TaskEvent, TaskWorker } from 'entrata-store';
import { createBookingPart } from './booking-part.js';
import { createContext } from './context.js';
import { corsHeaders, preflightHeaders } from './cors.js';
import { describeError, nameOf } from './describe-error.js';
import { enqueueRefresh } from './flows/refresh-task.js';
import type { AdapterRequest, AdapterResponse } from './http.js';
import { instrumentRequest, instrumentTasks } from './instrument.js';
import { createListingPart } from './listing-part.js';
import { withFields } from './logger.js';
import type { AppOptions } from './options.js';
import { AdapterError, problemResponse, toAdapterError } from './problem.js';
import { createRouter, type Exchange } from './router.js';
import { healthRoutes } from './routes/health.js';
import { openApiRoute } from './routes/openapi.js';

export interface App {
  /** Answers one request. Never rejects. */
  handle(request: AdapterRequest): Promise<AdapterResponse>;
  /** Whether a path belongs to this app, so that a framework can pass on what does not. */
  owns(path: string): boolean;
  /** Starts the workers that converge properties and carry bookings. An app that only answers need not. */
  start(): void;
  /** Stops the workers: nothing new begins, what runs may finish within `drainMs` (default 10 000). */
  stop(options?: { readonly drainMs?: number }): Promise<void>;
  /** Has the houses of one client, or of all, fetched anew by the workers. */
  refreshHouses(of?: { readonly clientId?: string }): Promise<void>;
  /** Resolves when no task is due or running. For tests and walk-throughs. */
  idle(): Promise<void>;
}

/** How often rows that no task carries any more are looked for. */
const sweepEveryMs = 30_000;

/**
 * Wires SDK and store into the webhook's and the app's endpoints. Serve it with `toNodeListener` or
 * `startServer` from `entrata-http-adapter/node`.
 */
export function createApp(options: AppOptions): App {
  const context = createContext(options);
  const parts = [createListingPart(context), createBookingPart(context)];
  const routes = [...healthRoutes(context), ...parts.flatMap((part) => part.routes)];
  const router = createRouter([...routes, openApiRoute(routes)]);
  const { cors } = options;
  const instruments = options.instruments ?? [];
  const handlers = instrumentTasks(instruments, Object.assign({}, ...parts.map((part) => part.tasks)));
  let worker: TaskWorker | undefined;
  let sweeping: NodeJS.Timeout | undefined;

  const sweep = async () => {
    try {
      for (const part of parts) await part.sweep();
    } catch (error) {
      context.logger.error(
        { code: toAdapterError(error).code, ...describeError(error) },
        'could not look for unfinished work',
      );
    }
  };

  return {
    owns: (path) => router.match('GET', path).found !== 'nothing',

    async handle(request) {
      const requestId = context.newId();
      const logger = withFields(context.logger, { requestId });
      const startedAt = performance.now();
      const match = router.match(request.method, request.path);
      const path = match.found === 'route' ? match.route.path : undefined;
      const call = { requestId, method: request.method, route: path };
      const response = await instrumentRequest(instruments, call, answer, (error) =>
        logger.warn({ cause: nameOf(error) }, 'an instrument failed'),
      );
      const durationMs = Math.round(performance.now() - startedAt);
      logger.debug({ method: request.method, path, status: response.status, durationMs }, 'request answered');
      const headers =
        cors === undefined ? response.headers : { ...response.headers, ...corsHeaders(cors, request) };
      return { ...response, headers: { ...headers, 'x-request-id': requestId } };

      async function answer(): Promise<AdapterResponse> {
        if (match.found === 'nothing') return problemResponse(new AdapterError('not_found'), requestId);
        const preflight = cors && preflightHeaders(cors, request);
        if (preflight !== undefined) return { status: 204, headers: preflight, body: undefined };
        if (match.found === 'path') {
          const refusal = problemResponse(new AdapterError('method_not_allowed'), requestId);
          return { ...refusal, headers: { ...refusal.headers, allow: match.allow } };
        }
        const exchange: Exchange = { request, params: match.params, requestId, logger };
        try {
          return await match.route.handle(exchange);
        } catch (thrown) {
          const error = toAdapterError(thrown);
          logError(exchange, error);
          return match.route.renderError?.(error, exchange) ?? problemResponse(error, requestId);
        }
      }
    },

    start() {
      if (worker !== undefined) return;
      worker = context.store.tasks.work(handlers, { ...options.worker, onEvent: logTask });
      sweeping = setInterval(() => void sweep(), sweepEveryMs);
      sweeping.unref();
      void sweep();
    },

    async stop(stopping) {
      clearInterval(sweeping);
      await worker?.stop(stopping);
      worker = undefined;
    },

    refreshHouses: (of) =>
      enqueueRefresh(context, { clientId: of?.clientId, since: context.now().toISOString() }),

    async idle() {
      await worker?.idle();
    },
  };

  function logError({ logger }: Exchange, error: AdapterError) {
    const fields = { code: error.code, status: error.status, ...describeError(error) };
    if (error.status >= 500) logger.error(fields, 'request failed');
    else logger.info(fields, 'request refused');
  }

  function logTask(event: TaskEvent) {
    if (event.type === 'engine.error') {
      context.logger.error({ cause: nameOf(event.error) }, 'the task engine failed');
      return;
    }
    const fields = { taskId: event.id, kind: event.kind, logId: event.traceId, attempt: event.attempt };
    if (event.type === 'task.done') context.logger.debug(fields, 'task done');
    else context.logger.warn({ ...fields, ...describeError(event.error) }, event.type.replace('.', ' '));
  }
}
