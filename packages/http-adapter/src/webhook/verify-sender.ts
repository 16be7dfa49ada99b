import { createHash, timingSafeEqual } from 'node:crypto';
import type { EntrataWebhook, SecretText } from 'entrata-sdk';

/** What is known about who sent a webhook, before anything in it is believed. */
export interface WebhookSender {
  /** What stood in the place of `:secret` in the path. */
  readonly pathSecret: string | undefined;
  /** The peer's address, before any proxy header is believed. */
  readonly remoteAddress: string | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly webhook: EntrataWebhook;
}

/**
 * - `verified`: Entrata sent it.
 * - `unproven`: nobody knows; a fresh code that Entrata exchanges proves it, anything else is held.
 * - `unauthorized` (401) and `forbidden` (403): nothing is done.
 */
export type SenderVerdict = 'verified' | 'unproven' | 'unauthorized' | 'forbidden';

/** Tells who sent a webhook. Entrata signs nothing, so this is the deployment's choice. */
export type VerifySender = (sender: WebhookSender) => SenderVerdict | Promise<SenderVerdict>;

const shortestSecret = 16;

/**
 * The registered URL ends in a secret. Give two while one replaces the other.
 *
 * @example
 * ```ts
 * createApp({ ...options, webhook: { verify: urlSecret(newSecret, oldSecret), approval: apiApproval() } });
 * ```
 * @throws TypeError for a secret that is no text, RangeError for one shorter than 16 characters.
 */
export function urlSecret(...secrets: readonly [SecretText, ...SecretText[]]): VerifySender {
  const given = secrets.filter((each) => each !== undefined);
  if (given.length === 0) throw new TypeError('urlSecret needs a secret');
  const texts = given.map(textOf);
  if (texts.some((text) => text.length < shortestSecret)) {
    throw new RangeError(`A webhook secret needs at least ${shortestSecret} characters`);
  }
  const digests = texts.map(sha256);
  return ({ pathSecret }) => {
    if (pathSecret === undefined) return 'unauthorized';
    const given = sha256(pathSecret);
    // Every secret is compared, so that the time taken does not tell which of them came close.
    const matches = digests.map((digest) => timingSafeEqual(digest, given));
    return matches.includes(true) ? 'verified' : 'unauthorized';
  };
}

function textOf(secret: SecretText): string {
  const text: unknown = typeof secret === 'string' ? secret : secret?.reveal?.();
  if (typeof text === 'string') return text;
  throw new TypeError('A webhook secret must be a text, or a secret()');
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * For a registered URL that cannot carry a secret: a webhook proves itself by a code that Entrata exchanges
 * for a token of the same company. A code proves the one event that it first came with: that event delivered
 * again is a duplicate, any other with the same code is held for an administrator, and so is one without a code.
 *
 * @example
 * ```ts
 * createApp({ ...options, webhook: { verify: codeProof(), approval: apiApproval() } });
 * ```
 */
export function codeProof(): VerifySender {
  return () => 'unproven';
}

/**
 * Believes every sender: anybody who knows the URL can suspend listings. For a network that only Entrata reaches.
 *
 * @example
 * ```ts
 * createApp({ ...options, webhook: { verify: acceptUnverified(), approval: noApproval() } });
 * ```
 */
export function acceptUnverified(): VerifySender {
  return () => 'verified';
}

const strictness: readonly SenderVerdict[] = ['verified', 'unproven', 'unauthorized', 'forbidden'];

/**
 * Asks every one and goes by the strictest answer.
 *
 * @throws TypeError for what is no function, or nothing at all, which would check nobody.
 * @example
 * ```ts
 * const verify = everyCheck(urlSecret(secret), ipAllowList(['198.51.100.0/24']));
 * ```
 */
export function everyCheck(...checks: readonly [VerifySender, ...VerifySender[]]): VerifySender {
  if (checks.length === 0 || checks.some((check) => typeof check !== 'function'))
    throw new TypeError('everyCheck needs functions, such as urlSecret(secret)');
  return async (sender) => {
    const verdicts = await Promise.all(checks.map(async (check) => check(sender)));
    const ranks = verdicts.map((verdict) => strictness.indexOf(verdict));
    // A check that answers anything else admits nobody.
    return ranks.includes(-1) ? 'forbidden' : (strictness[Math.max(...ranks)] ?? 'forbidden');
  };
}
