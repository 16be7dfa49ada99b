import { Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/instruments/metrics.js';
import { recordingLogger } from '../support/recording-logger.js';
import { type ServedSandbox, serveSandbox } from './serve-sandbox.js';

let served: ServedSandbox | undefined;
afterEach(() => served?.stop());

describe('createMetrics', () => {
  it('counts requests by route and status, tasks by kind, calls by method', async () => {
    const metrics = createMetrics();
    served = await serveSandbox([metrics], metrics.onEvent);
    await served.activate();
    await served.get('/api/houses/no-such-house');
    const page = await metrics.registry.metrics();
    const line = (text: string) => expect(page.split('\n')).toContain(text);
    line('entrata_request_duration_seconds_count{method="GET",route="/webhooks/entrata",status="200"} 1');
    line('entrata_task_duration_seconds_count{kind="converge",result="done"} 1');
    line('entrata_call_duration_seconds_count{method="getProperties",result="ok"} 1');
    line('entrata_call_duration_seconds_count{method="oauth.exchangeCode",result="ok"} 1');
    expect(page).toMatch(/entrata_request_duration_seconds_count\{method="GET",route="\/api\/houses\/:id"/);
  });

  it('lets no caller choose a label', async () => {
    const metrics = createMetrics();
    served = await serveSandbox([metrics]);
    await served.get('/nothing/here-4711');
    await served.get('/api/houses', 'BREW');
    const page = await metrics.registry.metrics();
    expect(page).toContain('{method="any",route="unknown",status="404"} 1');
    expect(page).toContain('{method="any",route="unknown",status="405"} 1');
    expect(page).not.toMatch(/4711|BREW/);
  });

  it('counts retries and failed tasks by the code of what went wrong', async () => {
    const metrics = createMetrics();
    served = await serveSandbox([metrics], metrics.onEvent);
    served.sandbox.fail({ method: 'getProperties', times: 3, fault: { kind: 'reset' } });
    await served.activate().catch(() => {});
    const page = await metrics.registry.metrics();
    expect(page).toContain('entrata_call_retries_total{method="getProperties",code="network"} 2');
    expect(page).toContain('entrata_call_duration_seconds_count{method="getProperties",result="network"} 1');
    expect(page).toContain('entrata_task_duration_seconds_count{kind="converge",result="failed"} 1');
  });

  it('tells a task that is tried again from one that is dead', async () => {
    const metrics = createMetrics();
    const run = { id: '1', kind: 'converge', payload: {}, requestId: undefined, maxAttempts: 3 };
    const { signal } = new AbortController();
    const fail = (attempt: number, error: Error) =>
      metrics.task({ ...run, attempt, signal }, () => Promise.reject(error)).catch((thrown) => thrown);
    const error = new Error('made up');
    expect(await fail(1, error)).toBe(error);
    await fail(3, error);
    await fail(1, Object.assign(new Error('made up'), { retryable: false }));
    const page = await metrics.registry.metrics();
    expect(page).toContain('entrata_task_duration_seconds_count{kind="converge",result="failed"} 1');
    expect(page).toContain('entrata_task_duration_seconds_count{kind="converge",result="dead"} 2');
  });

  it('shows the handlers that do not return although their time is over, until they do', async () => {
    const metrics = createMetrics();
    const ends: (() => void)[] = [];
    const logger = recordingLogger();
    served = await serveSandbox([metrics], undefined, {
      logger,
      notificationTimeoutMs: 10,
      worker: { graceMs: 10 },
      onNotification: ({ type }) =>
        new Promise((resolve) => {
          // It is delivered again soon, which a busy machine may be late to see.
          if (type !== 'client.connected' || ends.length > 0) resolve();
          else ends.push(resolve);
        }),
    });
    await served.activate();
    const page = () => metrics.registry.metrics();
    await expect.poll(page).toContain('entrata_tasks_stuck{kind="notify"} 1');
    expect(await page()).toContain('entrata_task_timeouts_total{kind="notify"} 1');
    expect(logger.lines).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        message: 'a task has not ended in its time',
        fields: expect.objectContaining({ kind: 'notify' }),
      }),
    );
    const { body } = await served.answer('/readyz');
    expect(JSON.parse(String(body))).toEqual({ status: 'ready', stuckTasks: { notify: 1 } });
    for (const end of ends) end();
    await expect.poll(page).toContain('entrata_tasks_stuck{kind="notify"} 0');
    expect(JSON.parse(String((await served.answer('/readyz')).body))).toEqual({
      status: 'ready',
      stuckTasks: {},
    });
  });

  it('counts no run as timed out that was aborted for another reason', async () => {
    const metrics = createMetrics();
    const run = { id: '1', kind: 'converge', payload: {}, requestId: undefined, attempt: 1, maxAttempts: 3 };
    const stopping = new AbortController();
    await metrics.task({ ...run, signal: stopping.signal }, async () => stopping.abort());
    expect(await metrics.registry.metrics()).not.toContain('entrata_task_timeouts_total{');
  });

  it('writes into a registry of the user', async () => {
    const registry = new Registry();
    expect(createMetrics({ registry }).registry).toBe(registry);
    expect(await registry.metrics()).toContain('entrata_request_duration_seconds');
  });
});
