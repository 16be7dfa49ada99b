import { afterEach, describe, expect, it } from 'vitest';
import type { Instrument } from '../../src/index.js';
import { type ServedSandbox, serveSandbox } from './serve-sandbox.js';

let served: ServedSandbox | undefined;
afterEach(() => served?.stop());

describe('instruments', () => {
  it('wrap requests and tasks, the first one outermost', async () => {
    const steps: string[] = [];
    const named = (name: string): Instrument => ({
      async request(call, answer) {
        steps.push(`${name} > ${call.route}`);
        const response = await answer();
        steps.push(`${name} < ${response.status}`);
        return response;
      },
    });
    served = await serveSandbox([named('outer'), {}, named('inner')]);
    await served.get('/healthz');
    expect(steps).toEqual(['outer > /healthz', 'inner > /healthz', 'inner < 200', 'outer < 200']);
  });

  it('take nothing from the caller when they fail', async () => {
    let answers = 0;
    const counting: Instrument = {
      request: (_, answer) => {
        answers += 1;
        return answer();
      },
    };
    const early: Instrument = { request: () => Promise.reject(new Error('before')) };
    const late: Instrument = {
      async request(_, answer) {
        await answer();
        throw new Error('after');
      },
    };
    served = await serveSandbox([late, counting]);
    expect(await served.get('/healthz')).toBe(200);
    expect(answers).toBe(1);
    await served.stop();
    served = await serveSandbox([early, counting]);
    expect(await served.get('/healthz')).toBe(200);
  });

  it('see the log id that the answer carries and its tasks are traced by', async () => {
    const ids = new Set<string | undefined>();
    const watch: Instrument = {
      request: (call, answer) => {
        ids.add(call.requestId);
        return answer();
      },
      task: (run, work) => {
        ids.add(run.requestId);
        return work();
      },
    };
    served = await serveSandbox([watch]);
    await served.activate();
    expect(ids.size).toBe(1);
  });
});
