import type { Entrata } from 'entrata-sdk';
import type { Store, TaskWorkerOptions } from 'entrata-store';
import type { Authenticate } from '../auth/authenticate.js';
import type { BookingLimits, LeadOptions } from '../booking/booking-context.js';
import type { Logger } from '../core/logger.js';
import type { NotificationHandler } from '../core/notifications.js';
import type { AtStep } from '../core/steps.js';
import type { CorsOptions } from '../http/cors.js';
import type { Approval } from '../listing/approval.js';
import type { MapHouses } from '../listing/map-houses.js';
import type { VerifySender } from '../webhook/verify-sender.js';
import type { NewAgent } from '../webhook/webhook-context.js';
import type { Instrument } from './instrument.js';

/** How webhooks are taken. How they are written is in the wire profile, `webhook` of `createEntrata`'s `wire`. */
export interface WebhookOptions {
  /** Who may send: `urlSecret`, `ipAllowList`, `codeProof`, `acceptUnverified` or a function of your own. */
  readonly verify: VerifySender;
  /** How an activation is approved: `apiApproval`, `answerApproval`, `noApproval` or your own. No default. */
  readonly approval: Approval;
  /** The agent user of a new client. @defaultValue `{ name: companyName }` */
  readonly newAgent?: (client: {
    readonly cid: string;
    readonly subdomain: string;
    readonly companyName: string;
  }) => NewAgent;
  /** All steps of one webhook; past it the answer is 503 and the work resumes from the rows. @defaultValue 4,500 */
  readonly deadlineMs?: number;
  /** How long writing the log row may take before processing goes on without it. @defaultValue 1,000 */
  readonly logTimeoutMs?: number;
  /** A longer query, with what a POST's body holds, is answered 414; the log keeps as much. @defaultValue 8,192 */
  readonly maxQueryBytes?: number;
}

/** Where the endpoints are. Each value is the list of paths that lead to it. */
export interface PathOptions {
  /**
   * `:secret` takes the URL secret.
   * @defaultValue `/webhooks/entrata/:secret` and `/api/external/entrata/index.php/:secret`, each also without it
   */
  readonly webhook?: readonly string[];
}

/** Every option of `createApp`. One that is `undefined` counts as left out; an unknown name is refused. */
export interface AppOptions {
  readonly entrata: Entrata;
  readonly store: Store;
  readonly webhook: WebhookOptions;
  /** Who is asking at the app's, the operator's and the administrator's endpoints. */
  readonly authenticate: Authenticate;
  readonly paths?: PathOptions;
  /** Pages of which origins may call from a browser. @defaultValue none but the adapter's own */
  readonly cors?: CorsOptions;
  /** How a property becomes houses. @defaultValue {@link onePerProperty} */
  readonly mapHouses?: MapHouses;
  /** Fetches every client's houses again this often; checked every 30 s. @defaultValue only when you ask for it */
  readonly refreshHousesEveryMs?: number;
  /** How leads are sent: their source, and what becomes of a person who has one. */
  readonly lead?: LeadOptions;
  /** Bounds of a booking; each has a default. */
  readonly booking?: Partial<BookingLimits>;
  /** The zone in which tour times are shown to people. @defaultValue `America/Chicago` */
  readonly displayTimeZone?: string;
  /** How long tour times are served without asking Entrata again. @defaultValue 60,000 */
  readonly tourCacheMs?: number;
  /** How old tour times may be that are served, marked `stale`, while Entrata cannot be asked. @defaultValue 900,000 */
  readonly tourStaleMs?: number;
  /**
   * How many months ahead tour times are shown; a request for a later month, or one before last month, is
   * answered 400. From 1 to 36. @defaultValue 13
   */
  readonly tourHorizonMonths?: number;
  /** How long a house and its client may be shown from memory after they changed; 0: not at all. @defaultValue 1,000 */
  readonly recordCacheMs?: number;
  /**
   * How tasks are run: how many at once, how long a claim holds, how often to poll, how long a handler may take. Each has
   * a default. Bookings and properties have `concurrency` places each, refreshes, webhooks and notifications up to 4 each,
   * so that none keeps another waiting. `timeoutMs` is an hour at least for a refresh, and `notificationTimeoutMs` for
   * notifications.
   */
  readonly worker?: Omit<TaskWorkerOptions, 'onEvent' | 'leaveKinds'>;
  /**
   * Called for bookings, clients, properties and dead tasks; at least once each. What it throws at is delivered again, ever
   * more seldom, about a day long, and then stays a dead letter. @defaultValue this process delivers none: they wait a day
   * for another one that does
   */
  readonly onNotification?: NotificationHandler;
  /**
   * How long `onNotification` may take; past it, its signal aborts, and once it has returned, or `worker.graceMs` are
   * over, the notification comes again later.
   * @defaultValue 30,000
   */
  readonly notificationTimeoutMs?: number;
  /** @defaultValue silence */
  readonly logger?: Logger;
  /** Metrics, traces: see `entrata-http-adapter/metrics` and `entrata-http-adapter/tracing`. @defaultValue none */
  readonly instruments?: readonly Instrument[];
  /** For tests. Leases that the store judges by another clock would end at another time. @defaultValue the store's clock */
  readonly now?: () => Date;
  /**
   * For tests: milliseconds of a clock that nobody sets, by which ages of what is kept in memory are judged.
   * @defaultValue `performance.now`
   */
  readonly elapsedMs?: () => number;
  /** Makes request and log ids. @defaultValue UUIDs that sort by time (`createIdSource`) */
  readonly newId?: () => string;
  /**
   * For tests: called between commits and calls, to pause or end the process there.
   * @defaultValue none
   */
  readonly atStep?: AtStep;
}
