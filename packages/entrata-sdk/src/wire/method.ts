/** Where a method lives, `{host}/{service}`, and how its envelope is written. */
export interface WireMethod {
  readonly service: string;
  readonly method: string;
  /** `r1`, `r2`...; left out of the envelope when absent or empty. */
  readonly version?: string;
  /** Transform hook, called just before a request is sent: takes the `params` that this package wrote, returns those to send. */
  readonly params?: (params: Readonly<Record<string, unknown>>) => object;
}
