import type { ListingContext } from '../listing/listing-context.js';
import type { VerifySender } from './verify-sender.js';

/** The contact fields of the agent user made for a new client; a webhook brings no e-mail. */
export interface NewAgent {
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
}

/** How webhooks are taken: `WebhookOptions` with every default in its place. */
export interface WebhookSettings {
  /** Where Entrata calls us. */
  readonly paths: readonly string[];
  readonly verify: VerifySender;
  readonly newAgent:
    | ((client: {
        readonly cid: string;
        readonly subdomain: string;
        readonly companyName: string;
      }) => NewAgent)
    | undefined;
  /** All steps of one webhook. */
  readonly deadlineMs: number;
  /** How long writing the log row may take before processing goes on without it. */
  readonly logTimeoutMs: number;
  /** A longer query is answered 414. */
  readonly maxQueryBytes: number;
}

/** What all that takes webhooks is given. */
export interface WebhookContext extends ListingContext {
  readonly webhook: WebhookSettings;
}
