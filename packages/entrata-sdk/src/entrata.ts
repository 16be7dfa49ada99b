import { type Auth, checkAuth } from './auth.js';
import { clientTarget, createContext } from './call/context.js';

import { EntrataClient, type LoadOperations } from './client.js';
import type { ClientInfo, ClientInfoInput, ExchangeCodeInput, TokenSet } from './oauth/token.js';
import type { CallOptions, CloseOptions, EntrataOptions } from './options.js';

/** Entrata's OAuth endpoint. */
export interface EntrataOauth {
  /** Whether the partner's id and secret were given; without them no code can be exchanged. */
  readonly isConfigured: boolean;
  /**
   * Swaps a webhook's one-time code for a token. A code works once: not repeated when the outcome is
   * unknown. When Entrata refuses the code, the error's `outcome` is `refused`.
   */
  exchangeCode(input: ExchangeCodeInput, call?: CallOptions): Promise<TokenSet>;
  /** Asks Entrata whose token this is: the proof of who sent a webhook. */
  getClientInfo(input: ClientInfoInput, call?: CallOptions): Promise<ClientInfo>;
}

/** The way in: holds the connections and the policies that all clients share. */
export interface Entrata {
  readonly oauth: EntrataOauth;
  /** A client of one company. `subdomain` may be a label, a host or a URL of Entrata's. */
  client(options: { readonly subdomain: string; readonly auth: Auth }): EntrataClient;
  /**
   * Closes the connections once the calls that are on their way have come back, or their time is up. Nothing is sent
   * once it was called: a call that waits for its next attempt, the rate limit or a token ends with `closed`, and so
   * does every later call. May be called again: each caller gets the same promise, and the first one's options count.
   */
  close(options?: CloseOptions): Promise<void>;
}

/** Checks the options and opens nothing: the first call does. */
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
