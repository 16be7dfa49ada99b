/** A request as the adapter sees it, whatever server it came through. */
export interface AdapterRequest {
  /** Upper case. */
  readonly method: string;
  /** The path as sent, without the query, e.g. `/api/viewings/17`. */
  readonly path: string;
  /** All that stands after the first `?`, undecoded and byte-exact; `''` when there is none. */
  readonly rawQuery: string;
  /** Names in lower case; a repeated header is joined with `, `. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The peer's address, before any proxy header is believed. */
  readonly remoteAddress: string | undefined;
  /** Aborts when the peer went away. */
  readonly signal: AbortSignal;
  /** A body that a framework has parsed already, e.g. Express' `req.body`. */
  readonly parsedBody?: unknown;
  /**
   * Reads the body, at most the listener's limit; rejects with `payload_too_large` beyond it, and with `client_gone`
   * when the peer went away before its end.
   */
  body(): Promise<Uint8Array>;
  /**
   * The error to answer with, without working on the request: the server has too much to do, or a handler beside the
   * app failed. An `AdapterError` says with which status; any other is a 500.
   */
  readonly refusal?: Error;
}

/** An answer as the adapter gives it, whatever server sends it. */
export interface AdapterResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

/** A JSON answer that no cache keeps, unless `headers` says otherwise. */
export function jsonResponse<Body>(
  status: number,
  body: Body,
  headers: Readonly<Record<string, string>> = {},
): AdapterResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}
