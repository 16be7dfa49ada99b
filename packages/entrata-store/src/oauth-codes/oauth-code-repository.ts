import type { NewToken } from '../clients/client-repository.js';
import type { Instant } from '../core/ids.js';

/** Every {@link OauthCodeState}. */
export const oauthCodeStates = ['claimed', 'exchanged', 'refused'] as const;
/** `claimed`: an exchange may be running until the lease ends. `refused` is final; so is `exchanged`. */
export type OauthCodeState = (typeof oauthCodeStates)[number];

/** The event that a code came with. */
export interface CodeEvent {
  /** Its digest. */
  readonly fingerprint: string;
  /** The webhook that brought it. */
  readonly logId: string;
}

/**
 * The answer to a claim. Only `claimed` may exchange the code. `first` is the event of the very first claim: undefined
 * when that one named none, and for a row of a release, or in a mapped table, that does not keep it.
 */
export type CodeClaim =
  | { readonly state: 'claimed'; readonly fence: number; readonly first?: CodeEvent | undefined }
  | { readonly state: 'busy'; readonly until: Instant }
  | {
      readonly state: 'exchanged';
      readonly token: NewToken;
      readonly exchangedAt: Instant;
      readonly first?: CodeEvent | undefined;
    }
  /**
   * The code cannot become a token any more. `token_unreadable`: it was exchanged, but its token does not open (its
   * key is gone, or the row was changed), so that the company has to authorise again with a new code.
   */
  | { readonly state: 'refused'; readonly reason?: 'token_unreadable' };

/**
 * One-time codes: each is exchanged once.
 * @throws StoreError from every method, as {@link Store} says; a method names what is its own.
 */
export interface OauthCodeRepository {
  /**
   * Claims the code with this SHA-256 digest (hex) until `leaseUntil`. Of parallel callers exactly one gets
   * `claimed`; a claim whose lease ran out can be claimed again, with a higher fence. The first claim's `event` stays
   * beside the code, whoever claims it later.
   * @throws StoreError `misuse` for a `leaseUntil` that is no instant, and a retryable `conflict` when the code
   * was purged meanwhile.
   * @example
   * const leaseUntil = new Date(store.now().getTime() + 60_000).toISOString();
   * const claim = await store.oauthCodes.claim(digest, leaseUntil);
   * if (claim.state === 'busy') console.log('another process exchanges it, at most until', claim.until);
   */
  claim(digest: string, leaseUntil: Instant, event?: CodeEvent): Promise<CodeClaim>;
  /**
   * Commits the sealed token beside the code. False when `fence` is no longer the claim's: keep the other token.
   * @throws StoreError `misuse` for a token that is no {@link Secret}.
   * @example
   * const isKept = await store.oauthCodes.keepToken(digest, fence, { accessToken: secret(text) });
   */
  keepToken(digest: string, fence: number, token: NewToken): Promise<boolean>;
  /**
   * Final: Entrata refused the code.
   * @example
   * const isRefused = await store.oauthCodes.refuse(digest, fence);
   */
  refuse(digest: string, fence: number): Promise<boolean>;
  /**
   * Gives the claim back: the code was not exchanged, or nobody knows; a redelivery may try.
   * @example
   * const isReleased = await store.oauthCodes.release(digest, fence);
   */
  release(digest: string, fence: number): Promise<boolean>;
  /**
   * Deletes the tokens kept of the codes that first came with these webhooks: each of the codes is refused from then on.
   * Returns how many; 0 in a table that does not keep which webhook that was.
   * @throws StoreError `misuse` for what is no list.
   * @example
   * const count = await store.oauthCodes.forgetTokens([logId]);
   */
  forgetTokens(logIds: readonly string[]): Promise<number>;
  /**
   * Deletes up to `limit` codes last touched before `before`; returns how many. Repeat until it is fewer.
   * @throws StoreError `misuse` for a `before` that is no instant, and for a `limit` other than 1 to 10,000.
   * @example
   * while ((await store.oauthCodes.purge(before, 1_000)) === 1_000);
   */
  purge(before: Instant, limit: number): Promise<number>;
}
