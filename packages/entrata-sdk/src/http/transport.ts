// One symbol for every copy of this package: a transport may come from the other build.
const brand = Symbol.for('entrata-sdk.http-failure');

/** One HTTP request of ours: always a POST of JSON. */
export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Bound of the whole exchange, from connecting to the end of the body. */
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly signal: AbortSignal | undefined;
}

/** A reply of any status, its body read to the end and decoded. */
export interface HttpReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends requests. Does not follow redirects, does not retry, and rejects with {@link HttpFailure} only.
 * Make one with `undiciHttp` (the default) or `fetchHttp`.
 */
export interface HttpTransport {
  send(request: HttpRequest): Promise<HttpReply>;
  close(): Promise<void>;
}

/** Why there is no reply. Aborted means by the caller, timeout by our own bound. */
export type HttpFailureKind = 'network' | 'timeout' | 'aborted' | 'too_large';

/** Why there is no reply, and whether the request may have reached the other side. */
export class HttpFailure extends Error {
  readonly kind: HttpFailureKind;
  readonly sent: boolean;

  constructor(kind: HttpFailureKind, sent: boolean, cause?: unknown) {
    super(kind, cause === undefined ? undefined : { cause });
    this.name = 'HttpFailure';
    this.kind = kind;
    this.sent = sent;
    Object.defineProperty(this, brand, { value: true });
  }
}

export function isHttpFailure(error: unknown): error is HttpFailure {
  return typeof error === 'object' && error !== null && brand in error;
}
