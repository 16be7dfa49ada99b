import { context, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTracing } from '../../src/instruments/tracing.js';
import { AsyncContext, RecordingTracer } from './recording-tracer.js';
import { type ServedSandbox, serveSandbox } from './serve-sandbox.js';

beforeAll(() => context.setGlobalContextManager(new AsyncContext()));
afterAll(() => context.disable());

let served: ServedSandbox | undefined;
afterEach(() => served?.stop());

describe('createTracing', () => {
  it('makes a call to Entrata the child of the request or task that made it', async () => {
    const tracer = new RecordingTracer();
    const tracing = createTracing({ tracer });
    served = await serveSandbox([tracing], tracing.onEvent);
    await served.activate();
    const parents = Object.fromEntries(tracer.spans.map(({ name, parent }) => [name, parent]));
    expect(parents).toMatchObject({
      'GET /webhooks/entrata': undefined,
      'Entrata oauth.exchangeCode': 'GET /webhooks/entrata',
      'Entrata oauth.getClientInfo': 'GET /webhooks/entrata',
      'task converge': undefined,
      'Entrata approveProperty': 'task converge',
      'Entrata getProperties': 'task converge',
    });
    for (const { startedAt, endedAt } of tracer.spans) expect(endedAt).toBeGreaterThanOrEqual(startedAt);
  });

  it('joins a request and the tasks that follow it by the log id', async () => {
    const tracer = new RecordingTracer();
    const tracing = createTracing({ tracer });
    served = await serveSandbox([tracing]);
    await served.activate();
    const find = (name: string) => tracer.spans.find((span) => span.name === name);
    const request = find('GET /webhooks/entrata');
    expect(request?.kind).toBe(SpanKind.SERVER);
    expect(request?.attributes).toMatchObject({
      'http.route': '/webhooks/entrata',
      'http.response.status_code': 200,
    });
    expect(find('task converge')?.attributes['entrata.log_id']).toBe(request?.attributes['entrata.log_id']);
  });

  it('marks what failed, with codes alone', async () => {
    const tracer = new RecordingTracer();
    const tracing = createTracing({ tracer });
    served = await serveSandbox([tracing], tracing.onEvent);
    const message = 'No property of Riley Renter';
    served.sandbox.fail({ method: 'getProperties', times: 3, fault: { kind: 'reset' } });
    served.sandbox.fail({ method: 'getProperties', fault: { kind: 'error', code: 400, message } });
    await served.activate().catch(() => {});
    const call = tracer.spans.find(({ name }) => name === 'Entrata getProperties');
    expect(call?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'network' });
    expect(call?.attributes).toMatchObject({ 'error.type': 'network', 'entrata.attempts': 3 });
    const task = tracer.spans.find(({ name }) => name === 'task converge');
    expect(task?.status.code).toBe(SpanStatusCode.ERROR);
    expect(task?.events).toEqual(['entrata.retry', 'entrata.retry']);
    expect(JSON.stringify(tracer.spans)).not.toContain('Riley');
  });
});
