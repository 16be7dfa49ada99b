import type { CallOutcome, EntrataErrorCode } from './errors.js';

/** Which call it is about. */
export interface CallNames {
  /** The public method, such as `sendLead`. */
  readonly method: string;
  readonly subdomain: string;
  readonly requestId: string | undefined;
}

/**
 * What happens to a call, for logs, metrics and traces. Never a body, a header or a secret. An attempt
 * begins once the rate limit lets it; a call that got no further than the line for it has 0 attempts.
 */
export type EntrataEvent =
  | (CallNames & { readonly type: 'attempt'; readonly attempt: number })
  | (CallNames & {
      readonly type: 'reply';
      readonly attempt: number;
      readonly httpStatus: number;
      readonly durationMs: number;
    })
  | (CallNames & {
      readonly type: 'retry';
      readonly attempt: number;
      readonly delayMs: number;
      readonly code: EntrataErrorCode;
    })
  | (CallNames & { readonly type: 'success'; readonly attempts: number; readonly durationMs: number })
  | (CallNames & {
      readonly type: 'failure';
      readonly attempts: number;
      readonly durationMs: number;
      readonly code: EntrataErrorCode;
      readonly outcome: CallOutcome;
      readonly httpStatus: number | undefined;
    });
