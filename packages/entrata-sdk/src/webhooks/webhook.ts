import type { Secret } from '../core/secret.js';

/** What a query string of Entrata's says. Nothing in it is proven: only a code that exchanges is. */
export interface EntrataWebhook {
  /** `sso_landing` is a browser coming from Entrata's app store: a code without a company or a request type. */
  readonly kind: 'webhook' | 'sso_landing';
  /** Entrata's company id. */
  readonly cid?: string;
  /** Trimmed and in upper case: `ACTIVATION`, `SUSPENDED`, `CHANGE_FEED_TYPE` or one we do not know. */
  readonly requestType?: string;
  readonly propertyId?: string;
  /** One DNS label, lower case. */
  readonly subdomain?: string;
  readonly companyName?: string;
  readonly authCode?: Secret;
  /** For the log only: never call it. */
  readonly apiLocation?: string;
  readonly occupancyType?: string;
  readonly feedType?: string;
  readonly referrer?: string;
  /** Everything after the first `?`, byte for byte. Holds the code: keep it sealed. */
  readonly rawQuery: string;
}

/** The query's parameter names. The first name of a list that is present wins. */
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

/** Options of `parseWebhook`. */
export interface ParseWebhookOptions {
  /** Overrides of single names. `feed_type` is a guess; the others were seen in working code. */
  readonly names?: Partial<WebhookParameterNames>;
}
