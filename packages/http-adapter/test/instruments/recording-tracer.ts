import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Attributes,
  type Context,
  type ContextManager,
  context,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  type SpanStatus,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';

export interface RecordedSpan {
  readonly name: string;
  readonly kind: number | undefined;
  readonly parent: string | undefined;
  readonly attributes: Attributes;
  readonly events: string[];
  status: SpanStatus;
  readonly startedAt: number;
  endedAt: number | undefined;
}

/** What an OpenTelemetry SDK does, as far as these tests look: it keeps every span, and the active one per call. */
export class RecordingTracer implements Tracer {
  readonly spans: RecordedSpan[] = [];

  startSpan(name: string, options: SpanOptions = {}, parentContext: Context = context.active()): Span {
    const parent = options.root ? undefined : trace.getSpan(parentContext);
    const record: RecordedSpan = {
      name,
      kind: options.kind,
      parent: parent instanceof RecordingSpan ? parent.record.name : undefined,
      attributes: { ...options.attributes },
      events: [],
      status: { code: SpanStatusCode.UNSET },
      startedAt: typeof options.startTime === 'number' ? options.startTime : Date.now(),
      endedAt: undefined,
    };
    this.spans.push(record);
    return new RecordingSpan(record);
  }

  startActiveSpan<F extends (span: Span) => unknown>(
    name: string,
    ...rest: [F] | [SpanOptions, F] | [SpanOptions, Context, F]
  ): ReturnType<F> {
    // The overloads of Tracer: the function always comes last, the options first when there are any.
    const work = rest[rest.length - 1] as F;
    const options = rest.length > 1 ? (rest[0] as SpanOptions) : {};
    const span = this.startSpan(name, options);
    return context.with(trace.setSpan(context.active(), span), () => work(span) as ReturnType<F>);
  }
}

class RecordingSpan implements Span {
  constructor(readonly record: RecordedSpan) {}
  spanContext() {
    return { traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags: 1 };
  }
  setAttribute(key: string, value: Attributes[string]) {
    this.record.attributes[key] = value;
    return this;
  }
  setAttributes(attributes: Attributes) {
    Object.assign(this.record.attributes, attributes);
    return this;
  }
  addEvent(name: string) {
    this.record.events.push(name);
    return this;
  }
  addLink() {
    return this;
  }
  addLinks() {
    return this;
  }
  setStatus(status: SpanStatus) {
    this.record.status = status;
    return this;
  }
  updateName() {
    return this;
  }
  end(at?: unknown) {
    this.record.endedAt = typeof at === 'number' ? at : Date.now();
  }
  isRecording() {
    return true;
  }
  recordException() {}
}

/** Keeps the active context through awaits, as an SDK for Node does. */
export class AsyncContext implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();
  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT;
  }
  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    active: Context,
    work: F,
    self?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.#storage.run(active, () => work.call(self as never, ...args));
  }
  bind<T>(_: Context, target: T): T {
    return target;
  }
  enable() {
    return this;
  }
  disable() {
    return this;
  }
}
