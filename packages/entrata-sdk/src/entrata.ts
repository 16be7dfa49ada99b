import { type Auth, checkAuth } from './auth.js';
import { clientTarget, createContext } from './call/context.js';
import { EntrataClient, type LoadOperations } from './client.js';
import { invalidInput } from './core/errors.js';
import type { ClientInfo, ClientInfoInput, ExchangeCodeInput, TokenSet } from './oauth/token.js';
import type { CallOptions, CloseOptions, EntrataOptions } from './options.js';
import { missingIlsCalls } from './profile/check-methods.js';
import { isId } from './profile/ids.js';
import type { WebhookMethod, WebhookParameterNames } from './profile/webhook-wire.js';
import { readWebhook } from './webhooks/parse-webhook.js';
import type { EntrataWebhook } from './webhooks/webhook.js';

/** Entrata's OAuth endpoint. */
export interface EntrataOauth {
  /** Whether the partner's id and secret were given; without them no code can be exchanged. */
  readonly isConfigured: boolean;
  /**
   * Swaps a webhook's one-time code for a token. A code works once: not repeated when the outcome is
   * unknown. `getAccessToken`, as in Entrata's OAuth flow chart.
   *
   * @example
   * ```ts
   * const { authCode } = parseWebhook('cid=4101&request_type=ACTIVATION&auth_code=abc%3D');
   * if (authCode === undefined) throw new Error('this webhook carries no code');
   * const { accessToken, expiresAt } = await entrata.oauth.exchangeCode({ code: authCode });
   * console.log(String(accessToken), expiresAt); // [secret] 2036-11-24T12:00:00.000Z
   * ```
   * @throws EntrataError `not_configured` without the `oauth` option; `outcome: 'refused'` when Entrata does not take the
   * code; `bad_response` when the reply holds no token.
   */
  exchangeCode(input: ExchangeCodeInput, call?: CallOptions): Promise<TokenSet>;
  /**
   * Asks Entrata whose token this is: the proof of who sent a webhook. `getClientInfo` on the ILS surface, as working code
   * outside Entrata calls it.
   *
   * @example
   * ```ts
   * const { cid } = await entrata.oauth.getClientInfo({ subdomain: 'demo', accessToken: 'token' });
   * if (cid !== '4101') throw new Error('this token is of another company');
   * ```
   * @throws EntrataError `unauthorized` when the token is not accepted; `bad_response` when the reply names no company.
   */
  getClientInfo(input: ClientInfoInput, call?: CallOptions): Promise<ClientInfo>;
}

/** Entrata's webhooks, as the wire profile says that they are written. */
export interface EntrataWebhooks {
  /** With which methods they come. */
  readonly methods: readonly WebhookMethod[];
  /** The names of their parameters. */
  readonly parameters: WebhookParameterNames;
  /**
   * Whether a text is an id of the form that the profile gives, by default 1 to 18 digits.
   *
   * @example
   * ```ts
   * console.log(entrata.webhooks.isId('700001'), entrata.webhooks.isId('../x')); // true false
   * ```
   */
  isId(text: string): boolean;
  /**
   * `parseWebhook` with the names, request types and ids of the profile.
   *
   * @example
   * ```ts
   * const { requestType, action } = entrata.webhooks.parse('cid=4101&property_id=700001&request_type=Suspended');
   * console.log(requestType, action); // SUSPENDED suspend
   * ```
   * @throws EntrataError `invalid_input`, naming the parameter that is repeated, broken, too long or no id.
   */
  parse(rawUrlOrQuery: string): EntrataWebhook;
}

/** The way in: holds the connections and the policies that all clients share. */
export interface Entrata {
  readonly oauth: EntrataOauth;
  readonly webhooks: EntrataWebhooks;
  /** Calls of the ILS surface that the wire profile does not name: with a bearer token they throw `not_configured`. */
  readonly missingIlsCalls: readonly string[];
  /**
   * A client of one company. `subdomain` may be a label, a host or a URL of Entrata's.
   *
   * @example
   * ```ts
   * const demo = entrata.client({ subdomain: 'demo', auth: bearer(async () => 'the current token') });
   * console.log(demo.subdomain);
   * ```
   * @throws EntrataError `invalid_input` for what is no subdomain or no credential.
   */
  client(options: { readonly subdomain: string; readonly auth: Auth }): EntrataClient;
  /**
   * Closes the connections once the calls that are on their way have come back, or their time is up. Nothing is sent
   * once it was called: a call that waits for its next attempt, the rate limit or a token ends with `closed`, and so
   * does every later call. May be called again: each caller gets the same promise, and the first one's options count.
   *
   * @example
   * ```ts
   * await entrata.close({ timeoutMs: 5_000 });
   * ```
   * @throws EntrataError `invalid_input` for an option that makes no sense; nothing is closed then.
   */
  close(options?: CloseOptions): Promise<void>;
}

/**
 * Checks the options and opens nothing: the first call does.
 *
 * @example
 * ```ts
 * const own = createEntrata({
 *   oauth: { clientId: 'my-app', clientSecret: secret('its secret') },
 *   wire: { ils: inventedIlsWire },
 * });
 * await own.close();
 * ```
 * @throws EntrataError `invalid_input`, naming the option, for a value that makes no sense and for a name that is no option.
 */
export function createEntrata(options: EntrataOptions = {}): Entrata {
  const context = createContext(options);
  const load = operationsLoader();
  return {
    oauth: {
      isConfigured: context.oauth !== undefined,
      async exchangeCode(input, call) {
        const { exchangeCode } = await load();
        return exchangeCode(context, input, call);
      },
      async getClientInfo(input, call) {
        const { getClientInfo } = await load();
        return getClientInfo(context, input, call);
      },
    },
    webhooks: {
      methods: context.wire.webhook.methods,
      parameters: context.wire.webhook.parameters,
      isId: (text) => isId(text, context.wire.ids),
      parse: (rawUrlOrQuery) => {
        if (typeof rawUrlOrQuery !== 'string') throw invalidInput('rawUrlOrQuery', 'must be a text', 'parse');
        return readWebhook(rawUrlOrQuery, context.wire.webhook, context.wire.ids);
      },
    },
    missingIlsCalls: missingIlsCalls(context.wire.ils),
    client: ({ subdomain, auth }) =>
      new EntrataClient(clientTarget(context, subdomain, checkAuth(auth)), load),
    close: (closing) => context.close(closing),
  };
}

/** Loads what needs zod, luxon or p-retry at the first call, so that importing the package stays cheap. */
function operationsLoader(): LoadOperations {
  let operations: ReturnType<LoadOperations> | undefined;
  return () => {
    operations ??= import('./operations.js');
    return operations;
  };
}
