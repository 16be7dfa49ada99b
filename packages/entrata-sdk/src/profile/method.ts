/** Entrata's untouched answer. */
export interface RawReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON, or the text when it is none. */
  readonly body: unknown;
}

/**
 * `read` hook: takes the `result` of a good reply, and the whole reply, and returns the result in the shape that Entrata
 * publishes, which this package reads. It returns at once: a promise, like a throw, is a `bad_response`. Not asked when
 * Entrata says that there is nothing.
 */
export type ReadReply = (result: unknown, reply: RawReply) => unknown;

/** Where a method lives, `{host}{path}`, and how its envelope is written and its reply read. */
export interface WireMethod {
  readonly service: string;
  /**
   * All that stands between host and query.
   * @defaultValue the path of the surface, a slash and the service
   */
  readonly path?: string;
  readonly method: string;
  /** `r1`, `r2`...; left out of the envelope when absent or empty. */
  readonly version?: string;
  /** Transform hook, called just before a request is sent: takes the `params` that this package wrote, returns those to send. */
  readonly params?: (params: Readonly<Record<string, unknown>>) => object;
  readonly read?: ReadReply;
}

/** How a range of days is written into requests for tour times. */
export interface TourRange {
  /**
   * How many days one request asks for, 1 to 366; longer ranges take several requests.
   * @defaultValue 60, of `getCalendarWindows` 7: Entrata's own limits
   */
  readonly maxDays?: number;
  /**
   * The parameter that names a month: each request then asks for a whole one, and names no first and last day. Slots of
   * days that were not asked for are left out.
   * @defaultValue none: ranges are asked for by their first and last day
   */
  readonly monthParam?: string;
  /** @defaultValue `MM-YYYY` */
  readonly monthFormat?: MonthFormat;
}

/** How a month is written. */
export type MonthFormat = 'MM-YYYY' | 'MM/YYYY' | 'YYYY-MM';
