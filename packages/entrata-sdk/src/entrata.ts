import type { Auth } from './auth.js';
import { EntrataClient } from './client.js';
import { createContext } from './context.js';
import { clientTarget } from './http/target.js';
import type { ClientInfo, ClientInfoInput, ExchangeCodeInput, TokenSet } from './model/oauth.js';
import { operationsLoader } from './operations/load-operations.js';
import type { CallOptions, EntrataOptions } from './options.js';

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
  /** Waits for the calls under way and closes the connections; calls made afterwards throw `closed`. */
  close(): Promise<void>;
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
    client: ({ subdomain, auth }) => new EntrataClient(clientTarget(context, subdomain, auth), load),
    close: () => context.close(),
  };
}
