import type { EntrataClient } from '../client.js';
import type { CallOptions, OtherCall } from '../options.js';
import type { RawReply } from '../profile/method.js';

/** What a method gives, and the reply that it was read of. */
export interface DataWithResponse<T> {
  readonly data: T;
  /** As Entrata sent it: it may hold persons. Of several requests the last; undefined where none had to be made. */
  readonly response: RawReply | undefined;
}

// `call` is generic in what its schema reads, which a mapped type would lose.
const methods = [
  'getProperties',
  'getListings',
  'getTourAvailability',
  'sendLead',
  'findLeads',
  'lookUpLeads',
  'findLeadEvents',
  'updateLead',
  'getLeadPickLists',
  'approveProperty',
] as const satisfies readonly (keyof EntrataClient)[];

/** The methods of an {@link EntrataClient} that give one result, each with Entrata's reply beside it. */
export type ClientWithResponse = {
  readonly [K in (typeof methods)[number]]: (
    ...args: Parameters<EntrataClient[K]>
  ) => Promise<DataWithResponse<Awaited<ReturnType<EntrataClient[K]>>>>;
} & {
  call<T = unknown>(input: OtherCall<T>, call?: CallOptions): Promise<DataWithResponse<T>>;
};

type Method = (input: never, call?: CallOptions) => Promise<unknown>;

export function withResponse(client: EntrataClient): ClientWithResponse {
  const watched = [...methods, 'call' as const].map((name) => [
    name,
    async (input: never, call?: CallOptions) => {
      let response: RawReply | undefined;
      const onResponse = (reply: RawReply) => {
        response = reply;
        return call?.onResponse?.(reply);
      };
      const data = await (client[name] as Method).call(client, input, { ...call, onResponse });
      return { data, response };
    },
  ]);
  // Each method is there, and has the arguments of its own.
  return Object.fromEntries(watched) as ClientWithResponse;
}
