import type { Entrata, WebhookParameterNames } from 'entrata-sdk';
import type { ClientRecord, Store, TaskWorkerOptions } from 'entrata-store';
import type { Authenticate } from '../auth/authenticate.js';
import type { BookingLimits } from '../booking/booking-limits.js';
import type { Logger } from '../core/logger.js';
import type { NotificationHandler } from '../core/notifications.js';
import type { AtStep } from '../core/steps.js';
import type { CorsOptions } from '../http/cors.js';
import type { MapHouses } from '../listing/map-houses.js';
import type { Approval } from '../webhook/approval.js';
import type { WebhookAction } from '../webhook/read-event.js';
import type { VerifySender } from '../webhook/verify-sender.js';
import type { Instrument } from './instrument.js';

/** The contact fields of the agent user made for a new client; a webhook brings no e-mail. */
export interface NewAgent {
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
}

export interface LeadSource {
  /** Entrata's `originatingLeadSourceId`, from `getLeadPickLists`. */
  readonly id: string;
  readonly additionalIds?: readonly string[];
}

export interface LeadOptions {
  readonly source?: LeadSource | ((client: ClientRecord) => LeadSource | undefined);
  /** What to do when the person may already have a lead: `update` looks it up first. Default `send`. */
  readonly existing?: 'send' | 'update';
  /** Entrata's event result that cancels an appointment. Default: the one named "Cancelled" in its pick lists. */
  readonly cancelResultId?: string | ((client: ClientRecord) => string | undefined);
}

export interface WebhookOptions {
  /** Who may send: `urlSecret`, `ipAllowList`, `codeProof`, `acceptUnverified` or a function of your own. */
  readonly verify: VerifySender;
  /** How an activation is approved: `apiApproval`, `answerApproval`, `noApproval` or your own. No default. */
  readonly approval: Approval;
  /** The agent user of a new client. Default: `{ name: companyName }`. */
  readonly newAgent?: (client: {
    readonly cid: string;
    readonly subdomain: string;
    readonly companyName: string;
  }) => NewAgent;
  /** All steps of one webhook; past it the answer is 503 and the work resumes from the rows. Default 4 500. */
  readonly deadlineMs?: number;
  /** How long writing the log row may take before processing goes on without it. Default 1 000. */
  readonly logTimeoutMs?: number;
  /** A longer query is answered 414. Default 8 192. */
  readonly maxQueryBytes?: number;
  /** Other names of the query's parameters: `feed_type` is a guess, the rest was seen at another partner. */
  readonly parameters?: Partial<WebhookParameterNames>;
  /** What further request types mean, in upper case, e.g. `{ UNSUBSCRIBED: 'deactivate' }`. Others are ignored. */
  readonly requestTypes?: Readonly<Record<string, WebhookAction>>;
}

/** Where the endpoints are. Each value is the list of paths that lead to it. */
export interface PathOptions {
  /** `:secret` takes the URL secret. Default `/webhooks/entrata/:secret` and `/api/external/entrata/index.php/:secret`, each also without it. */
  readonly webhook?: readonly string[];
}

export interface AppOptions {
  readonly entrata: Entrata;
  readonly store: Store;
  readonly webhook: WebhookOptions;
  /** Who is asking at the app's, the operator's and the administrator's endpoints. */
  readonly authenticate: Authenticate;
  readonly paths?: PathOptions;
  /** Pages of which origins may call from a browser. Default: none but the adapter's own. */
  readonly cors?: CorsOptions;
  /** How a property becomes houses. Default {@link onePerProperty}. */
  readonly mapHouses?: MapHouses;
  /** Fetches every client's houses anew this often; looked at every 30 s. Default: only when you ask for it. */
  readonly refreshHousesEveryMs?: number;
  /** The lead source Entrata counts bookings under: one for all, or a choice per client. */
  readonly lead?: LeadOptions;
  /** Bounds of a booking; each has a default. */
  readonly booking?: Partial<BookingLimits>;
  /** Where tour times are read for people. Default `America/Chicago`. */
  readonly displayTimeZone?: string;
  /** How long tour times are served without asking Entrata again. Default 60 000. */
  readonly tourCacheMs?: number;
  /** How old tour times may be that are served, marked `stale`, while Entrata cannot be asked. Default 900 000. */
  readonly tourStaleMs?: number;
  /**
   * How many months ahead tour times are told of; a request for a later month, or one before last month, is
   * answered 400. From 1 to 36. Default 13.
   */
  readonly tourHorizonMonths?: number;
  /** How long a house and its client may be shown from memory after they changed. Default 1 000; 0: not at all. */
  readonly recordCacheMs?: number;
  /** How tasks are run: how many at once, how long a claim holds, how often to look. Each has a default. */
  readonly worker?: Omit<TaskWorkerOptions, 'onEvent'>;
  /**
   * Told of bookings, clients and properties; at least once each. What it throws at is delivered again, ever more
   * seldom, about a day long, and then stays among the dead tasks. Default: nobody is told.
   */
  readonly onNotification?: NotificationHandler;
  /** How long `onNotification` may take; past it, its signal aborts and the notification comes again later. Default 30 000. */
  readonly notificationTimeoutMs?: number;
  /** Default: silence. */
  readonly logger?: Logger;
  /** Metrics, traces: see `entrata-http-adapter/metrics` and `entrata-http-adapter/tracing`. Default: none. */
  readonly instruments?: readonly Instrument[];
  /** For tests. Default: the store's clock. Leases that the store judges by another would end at another time. */
  readonly now?: () => Date;
  /**
   * For tests: milliseconds of a clock that nobody sets, by which ages of what is kept in memory are judged. Default
   * `performance.now`.
   */
  readonly elapsedMs?: () => number;
  /** Makes request and log ids. Default: UUIDs that sort by time (`createIdSource`). */
  readonly newId?: () => string;
  /** For tests: called between commits and calls, to pause or end the process there. */
  readonly atStep?: AtStep;
}
