/** `limit` defaults to 50, at most 500. `after` is the `next` of the page before. */
export interface PageRequest {
  readonly limit?: number;
  readonly after?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Hand it in as `after` to read on; undefined on the last page. */
  readonly next: string | undefined;
}
