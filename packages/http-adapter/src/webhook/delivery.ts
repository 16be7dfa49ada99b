/** A webhook as it came. */
export interface WebhookDelivery {
  /** Ours; also in the answer, the log lines, the tasks. */
  readonly logId: string;
  readonly method: string;
  /** All that stands after the first `?`, byte for byte. */
  readonly rawQuery: string;
  readonly pathSecret: string | undefined;
  readonly remoteAddress: string | undefined;
  readonly headers: Readonly<Record<string, string | undefined>>;
}
