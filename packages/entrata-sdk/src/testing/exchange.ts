/** A request as the sandbox sees it, whichever way it came in. */
export interface SandboxRequest {
  readonly method: string;
  readonly host: string;
  /** `http` or `https`, for links in replies. */
  readonly scheme: string;
  readonly path: string;
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** What goes back. A body of several parts is written part by part. */
export interface SandboxReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Iterable<string>;
  /** `reset` and `lost` drop the connection instead of answering, `cut` after a part of the body. */
  readonly delivery: 'whole' | 'cut' | 'reset' | 'lost';
  /** For `cut`: bytes of the body to send. Default: half. */
  readonly cutAfterBytes?: number;
}
