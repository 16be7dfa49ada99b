import type { CallOutcome, EntrataErrorCode } from './errors.js';

interface EventBase {
  /** The public method, such as `sendLead`. */
  readonly method: string;
  readonly subdomain: string;
  readonly requestId: string | undefined;
}

/** What happens to a call, for logs, metrics and traces. Never a body, a header or a secret. */
export type EntrataEvent =
  | (EventBase & { readonly type: 'attempt'; readonly attempt: number })
  | (EventBase & {
      readonly type: 'reply';
      readonly attempt: number;
      readonly httpStatus: number;
      readonly durationMs: number;
    })
  | (EventBase & {
      readonly type: 'retry';
      readonly attempt: number;
      readonly delayMs: number;
      readonly code: EntrataErrorCode;
    })
  | (EventBase & { readonly type: 'success'; readonly attempts: number; readonly durationMs: number })
  | (EventBase & {
      readonly type: 'failure';
      readonly attempts: number;
      readonly durationMs: number;
      readonly code: EntrataErrorCode;
      readonly outcome: CallOutcome;
      readonly httpStatus: number | undefined;
    });
