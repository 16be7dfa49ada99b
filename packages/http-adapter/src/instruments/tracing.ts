import { type Attributes, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { EntrataEvent } from 'entrata-sdk';
import type { Instrument } from '../app/instrument.js';
import { having, readOptions } from '../core/check-options.js';

/** Where traces go. */
export interface TracingOptions {
  /** @defaultValue the tracer `entrata-http-adapter` of the registered provider */
  readonly tracer?: Tracer;
}

/** Hand it to `createApp({ instruments: [tracing] })`, and its `onEvent` to `createEntrata`. */
export interface Tracing extends Required<Instrument> {
  onEvent(event: EntrataEvent): void;
}

/**
 * OpenTelemetry spans of requests, tasks and calls to Entrata; a call is a child of the request or task that made
 * it. A task runs after the request that caused it: both carry `entrata.log_id`. Attributes hold ids, routes and
 * codes only.
 *
 * @example
 * ```ts
 * const tracing = createTracing();
 * const entrata = createEntrata({ oauth, onEvent: tracing.onEvent });
 * const app = createApp({ ...options, entrata, instruments: [tracing] });
 * ```
 * @throws TypeError for a name that is no option, and for a tracer that is none.
 */
export function createTracing(options: TracingOptions = {}): Tracing {
  const { tracer = trace.getTracer('entrata-http-adapter') } = readOptions('createTracing: ', options, {
    tracer: having('a Tracer of @opentelemetry/api', 'startActiveSpan'),
  });

  return {
    request({ requestId, method, route }, answer) {
      const attributes: Attributes = {
        'http.request.method': method,
        'entrata.log_id': requestId,
        ...(route === undefined ? {} : { 'http.route': route }),
      };
      // Where the HTTP server is traced already, its span is the server's.
      const kind = trace.getActiveSpan() === undefined ? SpanKind.SERVER : SpanKind.INTERNAL;
      const name = route === undefined ? method : `${method} ${route}`;
      return tracer.startActiveSpan(name, { kind, attributes }, (span) =>
        ending(span, async () => {
          const response = await answer();
          span.setAttribute('http.response.status_code', response.status);
          if (response.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
          return response;
        }),
      );
    },
    task({ id, kind, attempt, requestId }, work) {
      const attributes: Attributes = {
        'entrata.task_id': id,
        'entrata.task_attempt': attempt,
        ...(requestId === undefined ? {} : { 'entrata.log_id': requestId }),
      };
      // A root: what woke the worker in this process may be a request that has nothing to do with this task.
      const options = { kind: SpanKind.CONSUMER, attributes, root: true };
      return tracer.startActiveSpan(`task ${kind}`, options, (span) => ending(span, work));
    },
    onEvent(event) {
      if (event.type === 'retry') {
        const { method, code, attempt, delayMs } = event;
        trace.getActiveSpan()?.addEvent('entrata.retry', { method, code, attempt, delayMs });
      }
      if (event.type === 'success' || event.type === 'failure') recordCall(tracer, event);
    },
  };
}

/** The call is over when we hear of it, so its span begins in the past. */
function recordCall(tracer: Tracer, event: Extract<EntrataEvent, { type: 'success' | 'failure' }>): void {
  const endedAt = Date.now();
  const span = tracer.startSpan(`Entrata ${event.method}`, {
    kind: SpanKind.CLIENT,
    startTime: endedAt - event.durationMs,
    attributes: { 'entrata.subdomain': event.subdomain, 'entrata.attempts': event.attempts },
  });
  if (event.type === 'failure') {
    span.setAttributes({ 'error.type': event.code, 'entrata.outcome': event.outcome });
    span.setStatus({ code: SpanStatusCode.ERROR, message: event.code });
  }
  span.end(endedAt);
}

async function ending<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // The name only: a message may quote input.
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' });
    throw error;
  } finally {
    span.end();
  }
}
