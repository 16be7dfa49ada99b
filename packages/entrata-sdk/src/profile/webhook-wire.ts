/** What a request type means. `ignore`: nothing is to be done about it. */
export type WebhookAction = 'activate' | 'suspend' | 'deactivate' | 'change_feed_type' | 'ignore';

/**
 * The query's parameter names. Of several of a list that are present, the first in the query counts; where they say what the
 * event is about, they are refused.
 */
export interface WebhookParameterNames {
  readonly cid: readonly string[];
  readonly requestType: readonly string[];
  readonly propertyId: readonly string[];
  readonly subdomain: readonly string[];
  readonly companyName: readonly string[];
  readonly authCode: readonly string[];
  readonly apiLocation: readonly string[];
  readonly occupancyType: readonly string[];
  readonly feedType: readonly string[];
  readonly referrer: readonly string[];
}

/** A method with which Entrata may call. */
export type WebhookMethod = 'GET' | 'POST';

/** How Entrata's webhooks are written. */
export interface WebhookWire {
  /**
   * With which methods they come. The parameters of a POST may be in the query, in a form or in a JSON object.
   * @defaultValue `['GET']`
   */
  readonly methods?: readonly WebhookMethod[];
  /** Other names of the parameters. `feed_type` is a guess; the others were seen in working code. */
  readonly parameters?: Partial<WebhookParameterNames>;
  /**
   * What further request types mean, or known ones otherwise, in any letter case: `{ Unsubscribed: 'deactivate' }`.
   * @defaultValue `ACTIVATION`, `SUSPENDED` and `CHANGE_FEED_TYPE`
   */
  readonly requestTypes?: Readonly<Record<string, WebhookAction>>;
  /**
   * Request types, in any letter case, that mean every property of the client when they name none.
   * @defaultValue none
   */
  readonly clientEvents?: readonly string[];
}

/** A webhook's wire, every default in its place, request types in upper case. */
export interface CheckedWebhookWire {
  readonly methods: readonly WebhookMethod[];
  readonly parameters: WebhookParameterNames;
  readonly requestTypes: ReadonlyMap<string, WebhookAction>;
  readonly clientEvents: ReadonlySet<string>;
}
