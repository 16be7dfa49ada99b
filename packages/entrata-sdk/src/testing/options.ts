import type { IlsWire } from '../profile/invented-ils-wire.js';
import type { WebhookMethod, WebhookParameterNames } from '../profile/webhook-wire.js';
import type { WireProfile } from '../profile/wire-profile.js';
import type { SandboxCompany } from './companies/company.js';
import type { Quirks } from './protocol/quirks.js';
import type { QuotaLimits } from './protocol/quota.js';

/** Where the sandbox takes its time from. */
export interface SandboxClock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** How a sandbox is set up; every part has a default. */
export interface FakeEntrataOptions {
  /**
   * The companies and their properties.
   * @defaultValue three made-up companies with properties in six cities
   */
  readonly companies?: readonly SandboxCompany[];
  /**
   * The partner's credentials.
   * @defaultValue `demo.sandbox` / `sandbox-secret`
   */
  readonly oauth?: { readonly clientId: string; readonly clientSecret: string };
  /**
   * Where the sandbox takes its time from.
   * @defaultValue the machine's clock
   */
  readonly clock?: SandboxClock;
  /**
   * How the sandbox speaks: the profile that its clients are given. Its hooks are the client's; a sandbox reads and writes
   * what this package does without them.
   * @defaultValue `{ ils: inventedIlsWire }`; a profile without `ils` has that one too
   */
  readonly wire?: WireProfile;
  /**
   * Seconds an authorisation code lives.
   * @defaultValue 120
   */
  readonly codeLifeSeconds?: number;
  /**
   * Seconds a token lives, and its `expires_in`.
   * @defaultValue ten years
   */
  readonly tokenLifeSeconds?: number;
  /**
   * Calls that each company may make to each method, on each surface.
   * @defaultValue any number, without headers
   */
  readonly quota?: QuotaLimits;
  /**
   * Other shapes of replies, to try a client's parsing with.
   * @defaultValue none
   */
  readonly quirks?: Quirks;
  /**
   * Requests the journal keeps; older ones are dropped.
   * @defaultValue 10,000
   */
  readonly journalLimit?: number;
  /**
   * Days from today for which slots are offered.
   * @defaultValue 60
   */
  readonly horizonDays?: number;
}

/** Where a sandbox listens, and how a client finds it. */
export interface SandboxServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  /** Spread into `createEntrata({ oauth, ...server.options })`. */
  readonly options: {
    readonly wire: WireProfile & {
      readonly hosts: { readonly client: string; readonly gateway: string; readonly token: string };
      readonly ils: IlsWire;
    };
    readonly allowInsecureLoopback: true;
  };
  /**
   * Stops listening and drops open connections.
   *
   * @example
   * ```ts
   * const server = await sandbox.listen();
   * await server.close();
   * ```
   */
  close(): Promise<void>;
}

/** A webhook for the sandbox to send; `subdomain` or `cid` names the company. */
export interface WebhookToSend {
  /** `ACTIVATION`, `SUSPENDED`, `CHANGE_FEED_TYPE`, or anything else. */
  readonly requestType: string;
  readonly subdomain?: string;
  readonly cid?: string;
  readonly propertyId?: string;
  /**
   * Whether a fresh code travels along.
   * @defaultValue for `ACTIVATION` only
   */
  readonly withCode?: boolean;
  /** Sends this code instead of a fresh one. */
  readonly code?: string;
  /**
   * How it is sent; a POST has its parameters in a form.
   * @defaultValue the first of the profile's `webhook.methods`
   */
  readonly method?: WebhookMethod;
  /** More parameters, or other values for the usual ones; `undefined` leaves one out. */
  readonly extra?: Readonly<Record<string, string | undefined>>;
  /**
   * Bounds the call.
   * @defaultValue 30,000 ms
   */
  readonly timeoutMs?: number;
}

/** What a webhook says, whatever a profile calls its parameters. */
export type WebhookFields = { readonly [Field in keyof WebhookParameterNames]?: string | undefined };

/** How the partner answered a webhook. */
export interface WebhookAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The URL that was called, with its query. Holds the code. */
  readonly url: string;
}
