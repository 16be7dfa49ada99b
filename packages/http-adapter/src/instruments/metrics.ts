import type { EntrataEvent } from 'entrata-sdk';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Instrument } from '../app/instrument.js';
import { having, readOptions } from '../core/check-options.js';

/** Where metrics go. */
export interface MetricsOptions {
  /** @defaultValue one of its own */
  readonly registry?: Registry;
}

/** Hand it to `createApp({ instruments: [metrics] })`, and its `onEvent` to `createEntrata`. */
export interface Metrics extends Required<Instrument> {
  /** `await registry.metrics()` is the page that Prometheus reads. */
  readonly registry: Registry;
  onEvent(event: EntrataEvent): void;
}

/** From a cached answer to the 25 seconds that a call to Entrata may take. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];

/**
 * Prometheus metrics of requests, tasks and calls to Entrata. Labels are routes, kinds, methods and codes: never
 * an id, a name or anything a caller chose.
 *
 * @example
 * ```ts
 * const metrics = createMetrics();
 * const entrata = createEntrata({ oauth, onEvent: metrics.onEvent });
 * const app = createApp({ ...options, entrata, instruments: [metrics] });
 * console.log(await metrics.registry.metrics());
 * ```
 * @throws TypeError for a name that is no option, and for a registry that is none. And what `prom-client` throws
 * when the registry has metrics of these names already.
 */
export function createMetrics(options: MetricsOptions = {}): Metrics {
  const { registry = new Registry() } = readOptions('createMetrics: ', options, {
    registry: having('a Registry of prom-client', 'registerMetric', 'metrics'),
  });
  const histogram = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Histogram({ name, help, labelNames, buckets, registers: [registry] });

  const requests = histogram('entrata_request_duration_seconds', 'Requests answered.', [
    'method',
    'route',
    'status',
  ]);
  const tasks = histogram(
    'entrata_task_duration_seconds',
    'Runs of tasks; result is done, failed (tried again) or dead.',
    ['kind', 'result'],
  );
  const calls = histogram(
    'entrata_call_duration_seconds',
    "Calls to Entrata with all their attempts; result is ok or the error's code.",
    ['method', 'result'],
  );
  const retries = new Counter({
    name: 'entrata_call_retries_total',
    help: 'Attempts that were repeated, by the code of what went wrong.',
    labelNames: ['method', 'code'],
    registers: [registry],
  });

  const timeouts = new Counter({
    name: 'entrata_task_timeouts_total',
    help: 'Runs of tasks that did not end in their time.',
    labelNames: ['kind'],
    registers: [registry],
  });
  const stuck = new Gauge({
    name: 'entrata_tasks_stuck',
    help: 'Handlers of tasks that have not returned although their time is over.',
    labelNames: ['kind'],
    registers: [registry],
  });

  return {
    registry,
    async request({ method, route }, answer) {
      const stop = requests.startTimer();
      const response = await answer();
      const known = route === undefined ? { method: 'any', route: 'unknown' } : { method, route };
      stop({ ...known, status: String(response.status) });
      return response;
    },
    async task({ kind, attempt, maxAttempts, signal }, work) {
      const stop = tasks.startTimer({ kind });
      let isStuck = false;
      const onAbort = () => {
        if (!isTimeout(signal.reason)) return;
        isStuck = true;
        timeouts.inc({ kind });
        stuck.inc({ kind });
      };
      signal.addEventListener('abort', onAbort);
      try {
        await work();
        stop({ result: 'done' });
      } catch (error) {
        stop({ result: attempt >= maxAttempts || isFinal(error) ? 'dead' : 'failed' });
        throw error;
      } finally {
        signal.removeEventListener('abort', onAbort);
        if (isStuck) stuck.dec({ kind });
      }
    },
    onEvent(event) {
      const { method } = event;
      if (event.type === 'retry') retries.inc({ method, code: event.code });
      if (event.type === 'success') calls.observe({ method, result: 'ok' }, event.durationMs / 1000);
      if (event.type === 'failure') calls.observe({ method, result: event.code }, event.durationMs / 1000);
    },
  };
}

/** What the task queue goes by: such an error is not tried again. */
function isFinal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'retryable' in error && error.retryable === false;
}

/** What the task queue aborts a run with whose time is over. */
function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && 'code' in reason && reason.code === 'timed_out';
}
