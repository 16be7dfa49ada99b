import type { CallOptions } from '../options.js';
import type { RawReply } from '../profile/method.js';

/** What a method gives, and the reply that it was read of. */
export interface DataWithResponse<T> {
  readonly data: T;
  /** As Entrata sent it: it may hold persons. Of several requests the last; undefined where none had to be made. */
  readonly response: RawReply | undefined;
}

/** These methods of a client, each giving the reply as well. */
export type WithResponse<C, K extends keyof C> = {
  readonly [M in K]: C[M] extends (...args: infer A) => Promise<infer T>
    ? (...args: A) => Promise<DataWithResponse<T>>
    : never;
};

type Method = (input: never, call?: CallOptions) => Promise<unknown>;

export function withResponse<C, K extends string & keyof C>(
  client: C,
  methods: readonly K[],
): WithResponse<C, K> {
  const watched = methods.map((name) => [
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
  return Object.fromEntries(watched) as WithResponse<C, K>;
}
