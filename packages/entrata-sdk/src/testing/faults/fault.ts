/** What goes wrong with a reply. */
export type Fault =
  /** Waits before acting on the request, or with `afterCommit` between acting and answering. */
  | { readonly kind: 'delay'; readonly ms: number; readonly afterCommit?: boolean }
  /** Drops the connection without acting on the request. */
  | { readonly kind: 'reset' }
  /** Acts, sends the headers and the first `bytes` of the body (default: half of it), then drops the connection. */
  | { readonly kind: 'cut_body'; readonly bytes?: number }
  /** Acts, sends the headers and half of the body, and the rest after `ms`. */
  | { readonly kind: 'slow_body'; readonly ms: number }
  /** Acts on nothing and answers HTTP 200 with a JSON text that never ends. */
  | { readonly kind: 'endless_body' }
  /** Acts on nothing and answers with this HTTP status; `retryAfter` is sent as `Retry-After`, as it is. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string; readonly body?: string }
  /** Acts on nothing and sends the client elsewhere. Default status 302. */
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
  /** Acts on nothing and answers with a page of the CDN. Default status 503. */
  | { readonly kind: 'html'; readonly status?: number }
  /** Acts on nothing and answers HTTP 200 with `response.error`. */
  | { readonly kind: 'error'; readonly code: number; readonly message: string }
  /** Acts on the request (a lead is in the ledger), then drops the connection instead of answering. */
  | { readonly kind: 'lose_reply' };

/** Which requests a scripted fault hits. Everything given must hold. */
export interface FaultScript {
  readonly fault: Fault;
  /** Entrata's method name, such as `sendLeads`. */
  readonly method?: string;
  /** Matches `propertyId` and any entry of `propertyIds`. */
  readonly propertyId?: string;
  readonly subdomain?: string;
  /**
   * Requests to hit before the script ends; `Infinity` never ends.
   * @defaultValue 1
   */
  readonly times?: number;
  /**
   * Matching requests to let through first.
   * @defaultValue 0
   */
  readonly skip?: number;
  /**
   * Chooses among the matching requests by their running number (from 0); see `someOf`.
   * @defaultValue all of them
   */
  readonly when?: (index: number) => boolean;
}

/** A fault that was scripted. */
export interface ScriptedFault {
  /** Requests hit so far. */
  readonly hits: number;
  /**
   * Ends the script.
   *
   * @example
   * ```ts
   * const fault = sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
   * fault.cancel();
   * ```
   */
  cancel(): void;
}
