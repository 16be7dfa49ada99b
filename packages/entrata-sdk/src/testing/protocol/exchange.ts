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
  /** Aborted when the server closes, so that no fault keeps the process waiting. */
  readonly closing?: AbortSignal;
}

/** A body: one text, or parts that are made while they are written. */
export type ReplyBody = string | Iterable<string> | AsyncIterable<string>;

/** What goes back. */
export interface SandboxReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ReplyBody;
  /**
   * How the body becomes bytes.
   * @defaultValue UTF-8
   */
  readonly encoding?: 'latin1';
  /** `reset` and `lost` drop the connection instead of answering, `cut` after a part of the body. */
  readonly delivery: 'whole' | 'cut' | 'reset' | 'lost';
  /** For `cut`: bytes of the body to send. Default: half. */
  readonly cutAfterBytes?: number;
}

/** The whole body as one text. */
export async function wholeBody(body: ReplyBody): Promise<string> {
  if (typeof body === 'string') return body;
  const parts: string[] = [];
  for await (const part of body) parts.push(part);
  return parts.join('');
}
