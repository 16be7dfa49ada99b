import { toAdapterError } from '../../../src/core/adapter-error.js';
import { problemResponse } from '../../../src/http/problem-details.js';
import { type AdapterRequest, jsonResponse } from '../../../src/http/request-response.js';
import type { App } from '../../../src/index.js';

/** An app that answers as the test says: the edge is tested, not the endpoints. It owns what begins with `/ours`. */
export function appOf(answer: (request: AdapterRequest) => unknown): App {
  return {
    handle: async (request) => {
      try {
        if (request.refusal !== undefined) throw request.refusal;
        return jsonResponse(200, await answer(request));
      } catch (error) {
        return problemResponse(toAdapterError(error), 'test');
      }
    },
    owns: (path) => path.startsWith('/ours'),
    start() {},
    async stop() {},
    async idle() {},
    async refreshHouses() {},
  };
}

/** A promise and the way to fulfil it. */
export function signalOf<T = void>(): { readonly given: Promise<T>; readonly give: (value: T) => void } {
  let give: (value: T) => void = () => {};
  const given = new Promise<T>((resolve) => {
    give = resolve;
  });
  return { given, give };
}
