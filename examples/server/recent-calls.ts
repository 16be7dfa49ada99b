import type { EntrataEvent } from 'entrata-sdk';
import type { OwnRoute } from './own-routes.js';

/** A call to Entrata that ended; `requestId` is the log id of the webhook that it followed, where it followed one. */
interface FinishedCall {
  readonly at: string;
  readonly method: string;
  readonly requestId: string | undefined;
  readonly attempts: number;
  readonly durationMs: number;
  /** Null when it succeeded. */
  readonly code: string | null;
}

const callsKept = 2_000;

/** Remembers the last calls to Entrata, so that the page can show which ones followed a webhook. */
export class RecentCalls {
  #calls: FinishedCall[] = [];

  readonly onEvent = (event: EntrataEvent): void => {
    if (event.type !== 'success' && event.type !== 'failure') return;
    const { method, requestId, attempts, durationMs } = event;
    const code = event.type === 'failure' ? event.code : null;
    this.#calls.push({ at: new Date().toISOString(), method, requestId, attempts, durationMs, code });
    if (this.#calls.length >= callsKept * 2) this.#calls = this.#calls.slice(-callsKept);
  };

  /** `GET /dev/calls?logId=…`: the calls that followed one webhook, oldest first. */
  readonly route: OwnRoute = {
    method: 'GET',
    path: '/dev/calls',
    answer: async ({ query }) => {
      const logId = query.get('logId');
      const items = this.#calls.filter(({ requestId }) => requestId === logId);
      return { status: 200, body: { items } };
    },
  };
}
