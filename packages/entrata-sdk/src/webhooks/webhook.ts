import type { Secret } from '../core/secret.js';
import type { WebhookAction, WebhookWire } from '../profile/webhook-wire.js';

/** What a query string of Entrata's says. Nothing in it is proven: only a code that exchanges is. */
export interface EntrataWebhook {
  /** `sso_landing` is a browser coming from Entrata's app store: a code without a company or a request type. */
  readonly kind: 'webhook' | 'sso_landing';
  /** Entrata's company id. */
  readonly cid?: string;
  /** Trimmed and in upper case: `ACTIVATION`, `SUSPENDED`, `CHANGE_FEED_TYPE` or one we do not know. */
  readonly requestType?: string;
  /** What the request type means; absent when it is not known. */
  readonly action?: WebhookAction;
  /**
   * What the webhook is about: the property that it names, or, for a request type of `clientEvents`, every property of
   * the client. Absent when it names no property and is no such type.
   */
  readonly scope?: 'property' | 'client';
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

/** Options of `parseWebhook`: the `webhook` of a wire profile, and its `ids`. */
export interface ParseWebhookOptions extends WebhookWire {
  /**
   * The form of Entrata's ids; the whole id has to match.
   * @defaultValue 1 to 18 digits
   */
  readonly ids?: RegExp;
}
