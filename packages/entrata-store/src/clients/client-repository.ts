import type { Id, Instant } from '../core/ids.js';
import type { Page, PageRequest } from '../core/page.js';
import type { Secret } from '../core/secret.js';

/** Every {@link ClientStatus}. */
export const clientStatuses = ['active', 'needs_reauthorization', 'revoked'] as const;
/** Whether a client can be worked for; `revoked` is an administrator's doing. */
export type ClientStatus = (typeof clientStatuses)[number];

/** A property management company that connected through Entrata. `cid` is unique. */
export interface ClientRecord {
  readonly id: Id;
  /** Entrata's company id, decimal digits. */
  readonly cid: string;
  readonly subdomain: string;
  readonly companyName: string;
  readonly accessToken: Secret | undefined;
  readonly tokenExpiresAt: Instant | undefined;
  /** Raised by one with every new token; guards {@link ClientRepository.replaceToken}. */
  readonly tokenVersion: number;
  readonly status: ClientStatus;
  readonly operatorId: Id;
  readonly agentUserId: Id;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** A token to keep. */
export interface NewToken {
  readonly accessToken: Secret;
  /** Left out when Entrata did not say. */
  readonly expiresAt?: Instant | undefined;
}

/** A client to connect. */
export interface NewClient {
  readonly cid: string;
  readonly subdomain: string;
  readonly companyName: string;
  readonly token: NewToken;
  /** The agent user's own fields; role, company name and operator are set by the store. */
  readonly agent: {
    readonly name: string;
    readonly email?: string | undefined;
    readonly phone?: string | undefined;
  };
}

/**
 * The companies that connected.
 * @throws StoreError from every method, as {@link Store} says; a method names what is its own.
 */
export interface ClientRepository {
  /**
   * Creates operator, agent user and client, linked, when no client has this `cid`; all three or none.
   * However many callers try at once, one gets `created: true`; the others get the client it made,
   * unchanged, and no further operator or user exists.
   * @throws StoreError `misuse` for a token that is no {@link Secret}, and a retryable `conflict` when the client
   * was removed meanwhile.
   * @example
   * const { client, created } = await store.clients.connect({
   *   cid: '1234',
   *   subdomain: 'example',
   *   companyName: 'Example Homes',
   *   token: { accessToken: secret(text) },
   *   agent: { name: 'Example Agent' },
   * });
   */
  connect(client: NewClient): Promise<{ readonly client: ClientRecord; readonly created: boolean }>;
  /**
   * Puts a proven new token in place of version `expectedVersion`, raises `tokenVersion` and makes the
   * client active again. Returns the client, or undefined when another writer was first (or it is revoked).
   * @throws StoreError `misuse` for a token that is no {@link Secret}.
   * @example
   * const replaced = await store.clients.replaceToken(client.id, client.tokenVersion, { accessToken: secret(text) });
   * if (replaced === undefined) console.warn('another writer was first');
   */
  replaceToken(
    id: Id,
    expectedVersion: number,
    next: NewToken & { readonly subdomain?: string | undefined },
  ): Promise<ClientRecord | undefined>;
  /**
   * Marks the token of version `tokenVersion` as refused by Entrata. True for exactly one caller per
   * version; false when the token was replaced meanwhile or somebody else marked it.
   * @example
   * const isFirst = await store.clients.requireReauthorization(client.id, client.tokenVersion);
   */
  requireReauthorization(id: Id, tokenVersion: number): Promise<boolean>;
  /**
   * Withdraws the client, and its token is dropped. False when it was withdrawn before. Its properties and houses stay:
   * see {@link PropertyRepository.withdraw} and {@link HouseRepository.hideAll}, beside it in one transaction.
   * @example
   * await store.transaction(async (tx) => {
   *   if (!(await tx.clients.revoke(clientId))) return;
   *   await tx.properties.withdraw(clientId);
   *   await tx.houses.hideAll(clientId);
   * });
   */
  revoke(id: Id): Promise<boolean>;
  /**
   * Lets a revoked client authorise anew: `needs_reauthorization`, without a token. False when it is not revoked.
   * @example
   * const isReinstated = await store.clients.reinstate(clientId);
   */
  reinstate(id: Id): Promise<boolean>;
  /**
   * The client as it is, in a transaction: nobody changes it until that ends, so that what is written beside it is
   * written for a client of this status. Several transactions may hold it at once, and changes wait for all of them. Ask
   * before rows of its properties and houses are written: everybody locks in that order.
   * @example
   * await store.transaction(async (tx) => {
   *   const client = await tx.clients.findLocked(clientId);
   *   if (client?.status === 'active') await tx.properties.recordEvent(event);
   * });
   */
  findLocked(id: Id): Promise<ClientRecord | undefined>;
  /**
   * A token that no key opens reads as none, and an active client then as `needs_reauthorization`; so in lists.
   * @example
   * const isActive = (await store.clients.find(clientId))?.status === 'active';
   */
  find(id: Id): Promise<ClientRecord | undefined>;
  /**
   * By Entrata's company id.
   * @example
   * const client = await store.clients.findByCid('1234');
   */
  findByCid(cid: string): Promise<ClientRecord | undefined>;
  /**
   * Newest first.
   * @throws StoreError `misuse` for a limit or cursor that is none.
   * @example
   * let after: string | undefined;
   * do {
   *   const { items, next } = await store.clients.list({ limit: 100, after });
   *   for (const { cid, status } of items) console.log(cid, status);
   *   after = next;
   * } while (after !== undefined);
   */
  list(page?: PageRequest): Promise<Page<ClientRecord>>;
}
