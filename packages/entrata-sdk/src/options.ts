import type { Clock } from './core/clock.js';
import type { CallNames, EntrataEvent } from './core/events.js';
import type { SecretText } from './core/secret.js';
import type { HttpTransport } from './http/transport.js';
import type { RawReply } from './profile/method.js';
import type { WireProfile } from './profile/wire-profile.js';

/** The partner's credentials at Entrata. */
export interface OauthOptions {
  readonly clientId: string;
  readonly clientSecret: SecretText;
}

/** How often and how patiently a failed attempt is repeated. */
export interface RetryOptions {
  /**
   * Tries after the first, for reads and for what provably was not acted on. 0 switches retries off.
   * @defaultValue 2
   */
  readonly maxRetries?: number;
  /**
   * Upper bound of the first wait, doubled each time; the wait is a random part of it.
   * @defaultValue 250 ms
   */
  readonly baseDelayMs?: number;
  /**
   * Upper bound of any such wait.
   * @defaultValue 4,000 ms
   */
  readonly maxDelayMs?: number;
  /**
   * A longer `Retry-After` is not waited for: the call fails at once.
   * @defaultValue 10,000 ms
   */
  readonly maxRetryAfterMs?: number;
}

/** How long callers wait for Entrata's rate limits. */
export interface QuotaOptions {
  /**
   * Callers that may wait in line for a method's rate limit; the next one gets `rate_limited`.
   * @defaultValue 100
   */
  readonly maxQueued?: number;
  /**
   * A longer wait fails at once instead. 0 never waits.
   * @defaultValue 10,000 ms
   */
  readonly maxWaitMs?: number;
}

/** Options of `createEntrata`. Every one has a default. */
export interface EntrataOptions {
  /**
   * Needed by `oauth.exchangeCode` alone.
   * @defaultValue none
   */
  readonly oauth?: OauthOptions;
  /** All that is uncertain about Entrata's wire: hosts, paths, names, encodings, hooks. Checked as a whole. */
  readonly wire?: WireProfile;
  /**
   * Bound of one attempt, body included.
   * @defaultValue 10,000 ms
   */
  readonly timeoutMs?: number;
  /**
   * Bound of a request with all its attempts and waits.
   * @defaultValue 25,000 ms
   */
  readonly deadlineMs?: number;
  /** How often and how patiently a failed attempt is repeated. */
  readonly retry?: RetryOptions;
  /** What happens at the limits that Entrata's replies report (`X-RateLimit-*`), per client and method. */
  readonly quota?: QuotaOptions;
  /**
   * A longer reply is dropped. At most 512 MiB less 24 bytes, the longest text of Node.
   * @defaultValue 64 MiB (unzipped)
   */
  readonly maxBodyBytes?: number;
  /**
   * What sends the requests. Closed with `entrata.close()`.
   * @defaultValue `undiciHttp()`
   */
  readonly http?: HttpTransport;
  /**
   * Also accept `https://…entrata.global` hosts (the gateway's EU region).
   * @defaultValue false
   */
  readonly allowGlobalHosts?: boolean;
  /**
   * Also accept http on 127.0.0.1, localhost and [::1], which a sandbox needs.
   * @defaultValue false
   */
  readonly allowInsecureLoopback?: boolean;
  /**
   * Called for each step of each call. What it throws is ignored, and reported once as a warning of the process.
   * @defaultValue none
   */
  readonly onEvent?: (event: EntrataEvent) => void;
  /**
   * Called with each request that was sent and the reply to it, to see how Entrata's wire differs. Credentials, codes and
   * tokens are taken out, and what stands in the fields of persons (names, e-mails, phones, comments); do not keep it longer
   * than you need it all the same. What it throws is ignored, as with `onEvent`.
   * @defaultValue none
   */
  readonly onWire?: (exchange: WireExchange) => void;
  /**
   * The time, and the passing of it, for tests.
   * @defaultValue the machine's
   */
  readonly clock?: Clock;
  /**
   * 0 <= n < 1; the source of jitter.
   * @defaultValue `Math.random`
   */
  readonly random?: () => number;
}

/** One request and what came back, redacted. */
export interface WireExchange extends CallNames {
  /** 1 for the first attempt of a call. */
  readonly attempt: number;
  readonly request: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    /** The JSON that was sent, or the fields of a form. */
    readonly body: unknown;
  };
  /** Undefined when none came. */
  readonly reply: RawReply | undefined;
  readonly durationMs: number;
}

/** Options of `entrata.close`. */
export interface CloseOptions {
  /**
   * How long a call that is on its way may take to come back; then it ends with `closed`, its `outcome` what is proven.
   * The connections get as long again. In milliseconds.
   * @defaultValue the `timeoutMs` of `createEntrata`
   */
  readonly timeoutMs?: number;
}

/** A method of Entrata's that this package has no function for. */
export interface OtherCall<T = unknown> {
  /** As in the URL, such as `properties`. */
  readonly service: string;
  /**
   * All that stands between host and query.
   * @defaultValue the path of the credential's surface, a slash and the service
   */
  readonly path?: string;
  readonly method: string;
  /** `r1`, `r2`...; left out of the envelope when absent. */
  readonly version?: string;
  /** @defaultValue `{}` */
  readonly params?: object;
  /**
   * `read`: repeating it does no harm, so that it is tried again when another try may help. `write`: only when the first
   * try provably did nothing.
   * @defaultValue `write`
   */
  readonly safety?: 'read' | 'write';
  /** Reads the reply's `result`, at once; what it throws is a `bad_response`. A zod schema is one. */
  readonly schema?: { parse(result: unknown): T };
}

/**
 * What one call may set otherwise than `createEntrata` did. The bounds hold for each request of a call
 * that needs several (pages, long ranges, rents by lease term).
 */
export interface CallOptions {
  /** Ends the call with `aborted`. */
  readonly signal?: AbortSignal;
  /**
   * Bound of one attempt, in milliseconds.
   * @defaultValue that of `createEntrata`
   */
  readonly timeoutMs?: number;
  /**
   * Bound of a request with all its attempts and waits, in milliseconds.
   * @defaultValue that of `createEntrata`
   */
  readonly deadlineMs?: number;
  /**
   * Tries after the first.
   * @defaultValue `retry.maxRetries` of `createEntrata`
   */
  readonly maxRetries?: number;
  /**
   * Sent along and found again in events and errors, to trace a call by.
   * @defaultValue a new UUID
   */
  readonly requestId?: string;
  /** Sees each reply before it is judged, failures included. What it throws is ignored, as with `onEvent`. */
  readonly onResponse?: (reply: RawReply) => void;
}
