import type { TaskEvent } from 'entrata-store';
import { AdapterError, toAdapterError } from '../core/adapter-error.js';
import { readOptions, text, timerOrNoneMs, wholeNumber } from '../core/check-options.js';
import { defaultDrainMs } from '../core/deadline.js';
import { describeError, nameOf } from '../core/describe-error.js';
import { type LogFields, type Logger, withFields } from '../core/logger.js';
import { notifyTask } from '../core/notifications.js';
import { corsHeaders, preflightHeaders } from '../http/cors.js';
import { problemResponse } from '../http/problem-details.js';
import type { AdapterRequest, AdapterResponse } from '../http/request-response.js';
import { createRouter, type Exchange, type RouteMatch } from '../http/router.js';
import { enqueueRefresh } from '../listing/refresh-task.js';
import { createDeadTasks } from './dead-tasks.js';
import { instrumentRequest, instrumentTasks } from './instrument.js';
import type { AppOptions } from './options.js';
import { resolveSettings } from './settings.js';
import { type Lanes, startWorkers, type Workers, within } from './start-workers.js';
import { wire } from './wiring.js';

/** A running adapter: what serves it calls `handle`, and `startServer` does the rest as well. */
export interface App {
  /**
   * Answers one request. Never rejects. After {@link App.stop} was called it answers 503, but for `/healthz`. Most servers
   * call it through `toNodeListener` or `toFetchHandler`.
   *
   * @example
   * ```ts
   * const { status } = await app.handle({
   *   ...{ method: 'GET', path: '/healthz', rawQuery: '', headers: {}, remoteAddress: undefined },
   *   signal: AbortSignal.timeout(1_000),
   *   body: async () => new Uint8Array(),
   * });
   * console.log(status); // 200
   * ```
   */
  handle(request: AdapterRequest): Promise<AdapterResponse>;
  /**
   * Whether a path belongs to this app, so that a framework can pass on what does not.
   *
   * @example
   * ```ts
   * console.log(app.owns('/api/houses'), app.owns('/about')); // true false
   * ```
   */
  owns(path: string): boolean;
  /**
   * Starts the workers that reconcile properties and resume bookings. An app that only answers need not. After a
   * `stop` that has ended, the app answers and works again. Called twice, it starts nothing more.
   *
   * @example
   * ```ts
   * app.start();
   * ```
   * @throws Error while a `stop` is under way.
   */
  start(): void;
  /**
   * Answers new requests with 503 from now on, and lets the requests and tasks that run end within `drainMs`. What has not
   * ended by then is left to another process, or the next start. Called again, it waits for the same end; the first
   * call's bound holds. Call it after the listener accepts nothing new, and before `entrata.close()` and `store.close()`.
   *
   * @example
   * ```ts
   * await app.stop({ drainMs: 5_000 });
   * await entrata.close();
   * await store.close();
   * ```
   * @throws TypeError or RangeError that names the option which makes no sense.
   */
  stop(options?: {
    /**
     * How long requests and tasks that run may take to end, in milliseconds.
     * @defaultValue 10,000
     */
    readonly drainMs?: number;
  }): Promise<void>;
  /**
   * Has the workers refresh the houses of one client, or of all. Resolves once the task is enqueued.
   *
   * @param of `clientId`: all clients unless given.
   * @example
   * ```ts
   * await app.refreshHouses({ clientId });
   * ```
   * @throws TypeError that names what makes no sense; StoreError when the task cannot be enqueued.
   */
  refreshHouses(of?: { readonly clientId?: string }): Promise<void>;
  /**
   * Resolves when no task is due or running, at once where no workers run. For tests and walk-throughs.
   *
   * @example
   * ```ts
   * await app.refreshHouses();
   * await app.idle();
   * ```
   */
  idle(): Promise<void>;
}

const limitWarningEveryMs = 10_000;

/**
 * Wires SDK and store into the webhook's and the app's endpoints. Serve it with `toNodeListener` or
 * `startServer` from `entrata-http-adapter/node`. An option given as `undefined` counts as left out.
 *
 * @example
 * ```ts
 * const app = createApp({
 *   entrata,
 *   store,
 *   webhook: { verify: urlSecret(secret), approval: apiApproval() },
 *   authenticate: jwtAuthenticator({ secret: tokenSecret, store }),
 * });
 * ```
 * @throws TypeError or RangeError that names the option which is missing without a default, unknown, or makes no sense.
 */
export function createApp(options: AppOptions): App {
  const settings = resolveSettings(options);
  const { context, cors, instruments } = settings;
  const { routes, lanes, sweeps } = wire(settings, () => workers?.stuck() ?? {});
  const router = createRouter(routes);
  const instrumented = Object.fromEntries(
    Object.entries(lanes).map(([name, handlers]) => [
      name,
      instrumentTasks(instruments, handlers, onInstrumentFault),
    ]),
    // The same lanes.
  ) as unknown as Lanes;
  const inFlight = createInFlight();
  const deadTasks = createDeadTasks(context);
  let workers: Workers | undefined;
  let stopped: Promise<void> | undefined;
  let isStopping = false;
  let isFaultTold = false;
  let quietUntil = 0;

  return {
    owns: (path) => router.match('GET', path).found !== 'nothing',

    async handle(request) {
      inFlight.begin();
      try {
        const requestId = context.newId();
        const fields = { requestId };
        const logger = withFields(context.logger, fields);
        const startedAt = performance.now();
        const match = router.match(request.method, request.path);
        const path = match.found === 'route' ? match.route.path : undefined;
        const call = { requestId, method: request.method, route: path };
        const addFields = (more: LogFields) => {
          Object.assign(fields, more, { requestId });
        };
        const exchange = { request, requestId, logger, addFields };
        // Decided now: what was let in before a stop is answered.
        const refusal = refusalOf(request);
        const response = await instrumentRequest(
          instruments,
          call,
          () => answer(match, exchange, refusal),
          onInstrumentFault,
        );
        const durationMs = Math.round(performance.now() - startedAt);
        logger.debug(
          { method: request.method, path, status: response.status, durationMs },
          'request answered',
        );
        const headers =
          cors === undefined ? response.headers : { ...response.headers, ...corsHeaders(cors, request) };
        // Whoever asks again on this connection would be answered by nobody.
        const ending = stopped === undefined ? undefined : { connection: 'close' };
        return { ...response, headers: { ...headers, 'x-request-id': requestId, ...ending } };
      } finally {
        inFlight.end();
      }
    },

    start() {
      if (isStopping) throw new Error('app.start() was called before app.stop() had ended');
      stopped = undefined;
      if (workers === undefined && !(notifyTask in lanes.notifications))
        context.logger.info(
          {},
          'without onNotification, notifications are left to other processes for a day',
        );
      workers ??= startWorkers(context.store.tasks, instrumented, {
        settings: settings.lanes,
        sweeps,
        onEvent: logTask,
        onSweepFailure: (error) =>
          context.logger.error(
            { code: toAdapterError(error).code, ...describeError(error) },
            'could not look for unfinished work',
          ),
      });
    },

    async stop(options = {}) {
      const { drainMs = defaultDrainMs } = readOptions('app.stop: ', options, {
        drainMs: wholeNumber(timerOrNoneMs),
      });
      stopped ??= stopAll(drainMs);
      await stopped;
    },

    async refreshHouses(of = {}) {
      const { clientId } = readOptions('app.refreshHouses: ', of, { clientId: text });
      await enqueueRefresh(context, { clientId, since: context.now().toISOString() });
    },

    async idle() {
      await workers?.idle();
      await deadTasks.written();
      await workers?.idle();
    },
  };

  async function answer(
    match: RouteMatch,
    { request, requestId, logger, addFields }: Omit<Exchange, 'params'>,
    refusal: AdapterError | undefined,
  ): Promise<AdapterResponse> {
    if (refusal === undefined && match.found === 'nothing') {
      return problemResponse(new AdapterError('not_found'), requestId);
    }
    const preflight = cors && preflightHeaders(cors, request);
    if (preflight !== undefined) return { status: 204, headers: preflight, body: undefined };
    if (refusal === undefined && match.found === 'path') {
      const refused = problemResponse(new AdapterError('method_not_allowed'), requestId);
      return { ...refused, headers: { ...refused.headers, allow: match.allow } };
    }
    const route = match.found === 'route' ? match.route : undefined;
    const exchange: Exchange = {
      request,
      params: match.found === 'route' ? match.params : {},
      requestId,
      logger,
      addFields,
    };
    try {
      if (refusal !== undefined || route === undefined) throw refusal;
      return await route.handle(exchange);
    } catch (thrown) {
      const error = toAdapterError(thrown);
      // Whoever asks for a flood shall not fill the log as well.
      if (error !== refusal || error.status !== 503) logError(logger, error);
      return route?.renderError?.(error, exchange) ?? problemResponse(error, requestId);
    }
  }

  /** Why a request is not worked on. Whether the process lives, and whether to send it more, is always answered. */
  function refusalOf({ path, refusal: given }: AdapterRequest): AdapterError | undefined {
    if (path === '/healthz') return undefined;
    if (stopped !== undefined) return new AdapterError('unavailable');
    const refusal = given && toAdapterError(given);
    if (refusal?.status !== 503) return refusal;
    warnOfLimit();
    return path === '/readyz' ? undefined : refusal;
  }

  function warnOfLimit(): void {
    const now = performance.now();
    if (now < quietUntil) return;
    quietUntil = now + limitWarningEveryMs;
    context.logger.warn({ inFlight: inFlight.count() }, 'requests beyond the limit are refused');
  }

  async function stopAll(drainMs: number): Promise<void> {
    isStopping = true;
    try {
      await Promise.all([within(drainMs, inFlight.quiet()), workers?.stop({ drainMs })]);
      await within(drainMs, deadTasks.written());
      const left = inFlight.count();
      if (left > 0) context.logger.warn({ requests: left }, 'stopped before these requests had ended');
      // Whoever waited for the last answer writes it out before the store is closed and the process ends.
      await new Promise((resolve) => setImmediate(resolve));
    } finally {
      workers = undefined;
      isStopping = false;
    }
  }

  function logError(logger: Logger, error: AdapterError) {
    const fields = { code: error.code, status: error.status, ...describeError(error) };
    if (error.status >= 500) logger.error(fields, 'request failed');
    // Nobody's mistake, and anybody can bring it about: networks do.
    else if (error.code === 'client_gone') logger.debug(fields, 'the client went away');
    else logger.info(fields, 'request refused');
  }

  function onInstrumentFault(error: unknown): void {
    const fields = { cause: nameOf(error) };
    if (isFaultTold) context.logger.debug(fields, 'an instrument failed again');
    else context.logger.warn(fields, 'an instrument failed: it is left out where it does');
    isFaultTold = true;
  }

  function logTask(event: TaskEvent) {
    if (event.type === 'engine.error') {
      context.logger.error({ cause: nameOf(event.error) }, 'the task engine failed');
      return;
    }
    const { type, id: taskId, kind, payload, requestId, attempt } = event;
    const { viewingId } = payload ?? {};
    const logger = withFields(context.logger, {
      taskId,
      kind,
      attempt,
      ...(requestId === undefined ? {} : { requestId }),
      ...(viewingId === undefined ? {} : { viewingId }),
    });
    if (type === 'task.timed_out') logger.warn({}, 'a task has not ended in its time');
    else if (type === 'task.done') logger.debug({}, 'task done');
    else if (type === 'task.dead') {
      logger.error(describeError(event.error), 'task dead');
      deadTasks.notifyOf(event);
    } else logger.warn(describeError(event.error), type.replace('.', ' '));
  }
}

/** The requests that are being worked on: their number, and when there are none. */
interface InFlight {
  begin(): void;
  end(): void;
  count(): number;
  /** Resolves when none is left. */
  quiet(): Promise<void>;
}

function createInFlight(): InFlight {
  let size = 0;
  let waiting: (() => void)[] = [];
  return {
    begin() {
      size += 1;
    },
    end() {
      size -= 1;
      if (size > 0 || waiting.length === 0) return;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    count: () => size,
    async quiet() {
      if (size > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}
